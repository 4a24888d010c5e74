package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;

/** From the text of an expression to what can be evaluated. Thread-safe. */
final class Compiler {
    private static final String PREDICATE = "predicate";

    private final Catalyst catalyst = new Catalyst();

    /** Parses bodies, as deep and long as the door lets them be. */
    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Resolver resolver = new Resolver(catalyst);

    Catalyst catalyst() {
        return catalyst;
    }

    JsonFactory json() {
        return json;
    }

    /** Returns what a predicate over the messages of a stream may name. */
    Scope scope(StreamRule rule) {
        return Scope.of(new Source(rule.name(), InputMode.ONE, StreamShape.of(rule, catalyst)));
    }

    /** Returns what an expression over the groups of a join may name. */
    Scope scope(JoinRule rule, Pipeline pipeline) {
        return new Scope(
                rule.inputs().stream()
                        .map(input -> {
                            StreamRule stream = pipeline.streams().get(input.stream());
                            Shape shape = stream == null ? Shape.unknown() : StreamShape.of(stream, catalyst);
                            return new Source(input.stream(), input.mode(), shape);
                        })
                        .toList(),
                false);
    }

    /**
     * Resolves a predicate: one computed column.
     *
     * @throws ExpressionException if it is none
     */
    Resolved predicate(String sql, Scope scope) {
        Expression parsed =
                Catalyst.attempt(() -> catalyst.parseExpression(sql), failure -> Verdict.ofSyntax(failure, 0));
        if (parsed instanceof Alias) {
            throw new ExpressionException("a predicate has no name; leave out AS");
        }
        Resolved resolved = resolver.resolve(scope, Map.of(PREDICATE, parsed), List.of());
        DataType type = ((Expression) resolved.computed().get(0)).dataType();
        if (!(type instanceof BooleanType)) {
            String why = resolved.guesses().isEmpty()
                    ? "compare it with something"
                    : String.join(", ", resolved.guesses()) + ": declare what it is under 'fields'";
            throw new ExpressionException("the predicate is " + type.sql() + ", not true or false; " + why);
        }
        return resolved;
    }

    /**
     * Resolves a select list.
     *
     * @throws ExpressionException if it is none
     */
    ResolvedList selection(String sql, Scope scope) {
        SelectList list = SelectList.parse(catalyst, sql);
        Map<String, Expression> computed = new LinkedHashMap<>();
        List<List<String>> plain = new ArrayList<>();
        List<ResolvedList.Item> items = new ArrayList<>();
        for (Map.Entry<String, Expression> item : list.items().entrySet()) {
            List<String> name = Names.of(item.getValue());
            boolean isPlain = !name.isEmpty() && isPlain(scope, name);
            items.add(new ResolvedList.Item(item.getKey(), isPlain ? scope.find(name) : null));
            if (isPlain) {
                plain.add(name);
            } else {
                computed.put(item.getKey(), item.getValue());
            }
        }
        return new ResolvedList(items, resolver.resolve(scope, computed, plain));
    }

    /** A path that leads into a declared array needs SQL; all others can be passed on as they were sent. */
    private static boolean isPlain(Scope scope, List<String> name) {
        Scope.Found found = scope.find(name);
        Source source = scope.sources().get(found.source());
        return source.shape().walk(source.name(), found.path()).steps()
                == found.path().size();
    }

    /** Compiles a resolved select list. */
    SqlSelection selection(ResolvedList list, Scope scope) {
        GroupReader reader = new GroupReader(json, scope, list.resolved().columns());
        return new SqlSelection(reader, list, evaluations(list.resolved()));
    }

    /** Compiles resolved expressions. */
    Evaluations evaluations(Resolved resolved) {
        return new Evaluations(catalyst, resolved);
    }
}
