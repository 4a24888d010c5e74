package io.roundabout.expression;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * Puts columns in place of the names in parsed expressions. Each name becomes a column of its own, with just the path that
 * is used, so that nothing else need be read. Confined to one thread.
 */
final class Binder {
    private final Scope scope;
    private final Guesses guesses;
    private final boolean shares;
    private final List<Column> columns = new ArrayList<>();
    private final Set<List<String>> inner = new LinkedHashSet<>();
    private int marks;

    /**
     * Makes a binder.
     *
     * @param guesses types of what nothing declares
     * @param shares whether columns that read the same are one: not while their types are still being guessed
     */
    Binder(Scope scope, Guesses guesses, boolean shares) {
        this.scope = scope;
        this.guesses = guesses;
        this.shares = shares;
    }

    /** Returns the columns that were needed so far. */
    List<Column> columns() {
        return List.copyOf(columns);
    }

    /** Looks at an expression before any is bound: what it names inside of lists is part of their type. */
    void prepare(Expression parsed) {
        Names.addInner(parsed, inner);
        addDirect(parsed);
    }

    private void addDirect(Expression parsed) {
        List<String> name = Names.of(parsed);
        if (!name.isEmpty()) {
            Scope.Found found = scope.find(name);
            Source source = scope.sources().get(found.source());
            if (source.isList() && !found.path().isEmpty()) {
                source.shape().walk(source.name(), found.path());
                inner.add(found.path());
            }
            return;
        }
        Catalyst.list(parsed.children()).forEach(this::addDirect);
    }

    /** Returns the column of the JSON that {@code parsed} names. */
    Column json(List<String> name) {
        Scope.Found found = scope.find(name);
        Source source = scope.sources().get(found.source());
        source.shape().walk(source.name(), found.path());
        return column(found.source(), found.path(), Column.Kind.JSON, attribute(found, DataTypes.BinaryType));
    }

    /**
     * Returns {@code parsed} with columns instead of names.
     *
     * @throws ExpressionException if a name means nothing, or cannot be used like this
     */
    Expression bind(Expression parsed) {
        if (parsed instanceof PlanExpression<?>) {
            throw new ExpressionException("a subquery reads a table, and there is none; use the inputs alone");
        }
        Verdict.requireNoStar(parsed);
        if (parsed instanceof UnresolvedFunction function) {
            Verdict.requireFunction(String.join(".", Catalyst.list(function.nameParts())));
        }
        if (parsed instanceof IsNull test && isMessage(test.child())) {
            return new IsNull(present(test.child()));
        }
        if (parsed instanceof IsNotNull test && isMessage(test.child())) {
            return new IsNotNull(present(test.child()));
        }
        List<String> name = Names.of(parsed);
        return name.isEmpty() ? Catalyst.mapChildren(parsed, this::bind) : value(scope.find(name));
    }

    private boolean isMessage(Expression parsed) {
        List<String> name = Names.of(parsed);
        if (name.isEmpty()) {
            return false;
        }
        Scope.Found found = scope.find(name);
        return found.path().isEmpty() && !scope.sources().get(found.source()).isList();
    }

    private Expression present(Expression message) {
        Scope.Found found = scope.find(Names.of(message));
        return column(found.source(), List.of(), Column.Kind.PRESENT, attribute(found, DataTypes.BooleanType))
                .attribute();
    }

    private Expression value(Scope.Found found) {
        Source source = scope.sources().get(found.source());
        if (source.isList()) {
            return extract(list(found.source()), found.path());
        }
        Shape.Place place = source.shape().walk(source.name(), found.path());
        if (place.shape().isPresent()) {
            List<String> path = found.path().subList(0, place.steps());
            Attribute attribute = attribute(
                    new Scope.Found(found.source(), path), place.shape().get().type());
            Attribute read =
                    column(found.source(), path, Column.Kind.VALUE, attribute).attribute();
            return extract(
                    read, found.path().subList(place.steps(), found.path().size()));
        }
        if (found.path().isEmpty()) {
            throw new ExpressionException("'" + source.name() + "' is a whole message; name a field of it, such as '"
                    + source.name() + ".id', or declare its fields under 'fields'");
        }
        String mark = "#" + marks++;
        Attribute attribute =
                attribute(found, guesses.type(mark), Guesses.metadata(mark, scope.text(found.source(), found.path())));
        return column(found.source(), found.path(), Column.Kind.VALUE, attribute)
                .attribute();
    }

    private Expression list(int source) {
        StructType element = new ListType(scope, source, guesses)
                .of(scope.sources().get(source).shape(), inner);
        Attribute attribute = attribute(new Scope.Found(source, List.of()), DataTypes.createArrayType(element, false));
        for (Column column : columns) {
            if (column.kind() == Column.Kind.VALUE && column.source() == source) {
                return column.attribute();
            }
        }
        return column(source, List.of(), Column.Kind.VALUE, attribute).attribute();
    }

    private static Expression extract(Expression from, List<String> path) {
        Expression at = from;
        for (String name : path) {
            at = new UnresolvedExtractValue(at, Literal.create(name, DataTypes.StringType));
        }
        return at;
    }

    private Column column(int source, List<String> path, Column.Kind kind, Attribute attribute) {
        for (Column column : columns) {
            if (shares
                    && column.source() == source
                    && column.kind() == kind
                    && column.path().equals(path)
                    && column.type().equals(attribute.dataType())) {
                return column;
            }
        }
        Column added = new Column(source, List.copyOf(path), kind, attribute);
        columns.add(added);
        return added;
    }

    private Attribute attribute(Scope.Found found, DataType type) {
        return attribute(found, type, Metadata.empty());
    }

    private Attribute attribute(Scope.Found found, DataType type, Metadata metadata) {
        return new AttributeReference(
                scope.text(found.source(), found.path()),
                type,
                true,
                metadata,
                NamedExpression.newExprId(),
                Catalyst.seq(List.of()));
    }
}
