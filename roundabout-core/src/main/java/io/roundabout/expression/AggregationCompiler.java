package io.roundabout.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import io.roundabout.compute.Aggregation;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Explode;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.pipeline.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Slice;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;

/** From the rule of a compute to what can add up. Thread-safe. */
final class AggregationCompiler {
    private static final int ELEMENT = 1;
    private static final String LIST = "list";

    private final Compiler compiler;
    private final JsonFactory json;

    AggregationCompiler(Compiler compiler) {
        this.compiler = compiler;
        json = compiler.json();
    }

    /** What a compute comes to. */
    private record Resolution(
            Scope rows, Optional<Resolved> list, Resolved totals, List<String> key, List<String> time) {}

    /**
     * Compiles a compute.
     *
     * @throws ExpressionException if it cannot be
     */
    Aggregation compile(ComputeRule rule, Pipeline pipeline) {
        Resolution resolution = resolve(rule, pipeline);
        Totals totals = new Totals(compiler.catalyst());
        Summation summation = totals.of(resolution.totals().computed());
        List<Column> columns = resolution.totals().columns();
        Resolved arguments = new Resolved(totals.arguments(), columns, List.of());
        RowReader.Explosion explosion = resolution
                .list()
                .map(list -> RowReader.Explosion.of(json, list, compiler.evaluations(list)))
                .orElse(null);
        int key = ordinal(columns, resolution.rows(), resolution.key());
        int time =
                resolution.time().isEmpty() ? RowReader.NONE : ordinal(columns, resolution.rows(), resolution.time());
        RowReader reader = new RowReader(json, columns, explosion, key, time);
        return new SqlAggregation(reader, compiler.evaluations(arguments), summation);
    }

    /**
     * Returns the types that the aggregates were given because nothing declares them, in words.
     *
     * @throws ExpressionException if the compute cannot be compiled
     */
    List<String> guesses(ComputeRule rule, Pipeline pipeline) {
        Resolution resolution = resolve(rule, pipeline);
        new Totals(compiler.catalyst()).of(resolution.totals().computed());
        List<String> guesses =
                new ArrayList<>(resolution.list().map(Resolved::guesses).orElse(List.of()));
        guesses.addAll(resolution.totals().guesses());
        return List.copyOf(guesses);
    }

    private Resolution resolve(ComputeRule rule, Pipeline pipeline) {
        Source messages = new Source(rule.from(), InputMode.ONE, shape(rule.from(), pipeline));
        Optional<Resolved> list = rule.explode().map(explode -> list(explode, Scope.of(messages)));
        List<Source> sources = new ArrayList<>(List.of(messages));
        rule.explode()
                .ifPresent(explode -> sources.add(
                        new Source(explode.as(), InputMode.ONE, new Shape.Typed(elementOf(list.orElseThrow())))));
        Scope rows = new Scope(List.copyOf(sources), true);
        Map<String, Expression> parsed = new LinkedHashMap<>();
        SelectList.parse(compiler.catalyst(), rule.aggregate())
                .items()
                .forEach((name, item) -> parsed.put(name, bounded(item)));
        requireFree(parsed);
        boolean isElement =
                rule.explode().map(explode -> explode.as().equals(rule.key())).orElse(false);
        if (isElement && !isKey(elementOf(list.orElseThrow()))) {
            throw new ExpressionException(
                    "'key' is " + elementOf(list.orElseThrow()).sql()
                            + ", and must be text or a whole number; cast it in 'explode'");
        }
        List<String> key = isElement ? List.of(rule.key()) : steps(rule.key());
        List<String> time = rule.window()
                .flatMap(Window::time)
                .map(AggregationCompiler::steps)
                .orElse(List.of());
        List<List<String>> plain = new ArrayList<>(List.of(key));
        if (!time.isEmpty()) {
            plain.add(time);
        }
        Resolved totals = compiler.resolver().resolveTotals(rows, parsed, plain);
        return new Resolution(rows, list, totals, key, time);
    }

    private static void requireFree(Map<String, Expression> columns) {
        for (String taken : List.of("key", "window")) {
            if (columns.containsKey(taken)) {
                throw new ExpressionException(
                        "a result has a field '" + taken + "' already; give the column another name with AS");
            }
        }
    }

    /** {@code collect_list(x, 10)} is ours: Spark's own has no bound. */
    private static Expression bounded(Expression parsed) {
        if (parsed instanceof UnresolvedFunction call
                && call.nameParts().size() == 1
                && call.nameParts().head().equalsIgnoreCase("collect_list")
                && call.arguments().size() == 2) {
            Expression bound = call.arguments().apply(1);
            if (!(bound instanceof Literal literal)
                    || !(literal.value() instanceof Integer most)
                    || most < 1
                    || most > BoundedSize.MOST) {
                throw new ExpressionException("the bound of collect_list() is '" + bound.sql()
                        + "'; it must be a number from 1 to " + BoundedSize.MOST + ", such as collect_list(name, 100)");
            }
            Expression list = new UnresolvedFunction(
                    call.nameParts(),
                    Catalyst.seq(List.of(call.arguments().head())),
                    call.isDistinct(),
                    call.filter(),
                    call.ignoreNulls(),
                    call.orderingWithinGroup(),
                    call.isInternal());
            return new Slice(list, Literal.create(1, DataTypes.IntegerType), bound);
        }
        return Catalyst.mapChildren(parsed, AggregationCompiler::bounded);
    }

    @SuppressWarnings("IllegalCatch") // Spark's parser throws its own exceptions, which are checked for Scala only
    private Resolved list(Explode explode, Scope messages) {
        Expression parsed;
        try {
            parsed = compiler.catalyst().parseExpression(explode.sql());
        } catch (Exception e) {
            throw Verdict.ofSyntax(e, 0);
        }
        Resolved list = compiler.resolver().resolve(messages, Map.of(LIST, parsed), List.of());
        DataType type = ((Expression) list.computed().get(0)).dataType();
        if (!(type instanceof ArrayType)) {
            throw new ExpressionException(
                    "'explode' is " + type.sql() + ", and must be a list, such as split(value, ' ')");
        }
        return list;
    }

    private static boolean isKey(DataType type) {
        return type instanceof StringType || type instanceof IntegralType;
    }

    private static DataType elementOf(Resolved list) {
        return ((ArrayType) ((Expression) list.computed().get(0)).dataType()).elementType();
    }

    /** Returns what is declared of the messages of a stream, or the results of a join. */
    private Shape shape(String from, Pipeline pipeline) {
        StreamRule stream = pipeline.streams().get(from);
        if (stream != null) {
            return StreamShape.of(stream, compiler.catalyst());
        }
        JoinRule join = pipeline.joins().get(from);
        if (join == null
                || join.result().select().isPresent()
                || join.result().className().isPresent()) {
            return Shape.unknown();
        }
        Map<String, Shape> parts = new LinkedHashMap<>();
        parts.put("key", new Shape.Typed(DataTypes.StringType));
        for (Input input : join.inputs()) {
            if (input.mode() != InputMode.ALL && pipeline.streams().containsKey(input.stream())) {
                parts.put(input.stream(), StreamShape.of(pipeline.streams().get(input.stream()), compiler.catalyst()));
            }
        }
        return new Shape.Fields(parts, false);
    }

    private static List<String> steps(String pointer) {
        List<String> steps = new ArrayList<>();
        for (JsonPointer at = JsonPointer.compile(pointer); !at.matches(); at = at.tail()) {
            steps.add(at.getMatchingProperty());
        }
        return List.copyOf(steps);
    }

    private static int ordinal(List<Column> columns, Scope rows, List<String> name) {
        Scope.Found found = rows.find(name);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            boolean isPlain = column.kind() == Column.Kind.JSON || column.source() == ELEMENT;
            if (isPlain && column.source() == found.source() && column.path().equals(found.path())) {
                return i;
            }
        }
        throw new IllegalStateException(name + " is not read");
    }
}
