package io.roundabout.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NumericEvalContext;
import org.apache.spark.sql.catalyst.expressions.Slice;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectList;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.HyperLogLogPlusPlus;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * Takes resolved aggregates apart: what each is given of a row, and how it adds that up. What an aggregate is given is computed first, so that a value
 * that cannot be computed is null to it and nothing fails in the middle of a sum. Confined to one thread.
 */
final class Totals {
    private static final String CHOICE =
            "it can be count, sum, min, max, avg, first, last, approx_count_distinct or collect_list";

    private final Catalyst catalyst;
    private final Map<Expression, Expression> known = new HashMap<>();
    private final List<NamedExpression> arguments = new ArrayList<>();
    private final List<Attribute> given = new ArrayList<>();
    private final List<AttributeReference> buffer = new ArrayList<>();
    private final List<AttributeReference> other = new ArrayList<>();
    private final List<Expression> initial = new ArrayList<>();
    private final List<Expression> update = new ArrayList<>();
    private final List<Expression> merge = new ArrayList<>();
    private final List<ImperativeAggregate> byHand = new ArrayList<>();
    private final List<Attribute> said = new ArrayList<>();
    private boolean isOrderFree = true;

    Totals(Catalyst catalyst) {
        this.catalyst = catalyst;
    }

    /** Returns what aggregates are given of a row, after {@link #of}. */
    List<NamedExpression> arguments() {
        return List.copyOf(arguments);
    }

    /**
     * Returns how the columns of a select list of aggregates are added up.
     *
     * @throws ExpressionException if an aggregate cannot be kept
     */
    Summation of(List<NamedExpression> columns) {
        List<NamedExpression> results = new ArrayList<>();
        List<StructField> types = new ArrayList<>();
        for (NamedExpression column : columns) {
            Expression result = total((Expression) column);
            results.add((NamedExpression) result);
            types.add(DataTypes.createStructField(column.name(), result.dataType(), true));
            ValueWriter.of(result.dataType());
        }
        List<Attribute> all = new ArrayList<>(buffer);
        List<StructField> fields = new ArrayList<>();
        for (ImperativeAggregate aggregate : byHand) {
            all.addAll(Catalyst.list(aggregate.aggBufferAttributes()));
        }
        for (Attribute attribute : all) {
            fields.add(DataTypes.createStructField("f" + fields.size(), attribute.dataType(), true));
        }
        List<ImperativeAggregate> placed = placed(buffer.size());
        return new Summation(
                catalyst,
                DataTypes.createStructType(fields),
                List.copyOf(initial),
                catalyst.bindAll(update, concat(all, given)),
                catalyst.bindAll(merge, concat(all, otherOf(all))),
                placed,
                catalyst.bind(results, concat(all, said)),
                DataTypes.createStructType(types),
                isOrderFree);
    }

    /** Returns what stands for another buffer: those of the aggregates by hand are not named there. */
    private List<Attribute> otherOf(List<Attribute> all) {
        List<Attribute> others = new ArrayList<>(other);
        others.addAll(all.subList(buffer.size(), all.size()));
        return others;
    }

    private List<ImperativeAggregate> placed(int from) {
        List<ImperativeAggregate> placed = new ArrayList<>();
        int at = from;
        for (ImperativeAggregate aggregate : byHand) {
            ImperativeAggregate there =
                    aggregate.withNewMutableAggBufferOffset(at).withNewInputAggBufferOffset(at);
            placed.add((ImperativeAggregate)
                    catalyst.bindAll(List.of(there), given).get(0));
            at += aggregate.aggBufferAttributes().size();
        }
        return placed;
    }

    private static List<Attribute> concat(List<? extends Attribute> first, List<? extends Attribute> second) {
        List<Attribute> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private Expression total(Expression expression) {
        if (expression instanceof Slice slice && isBounded(slice)) {
            AggregateExpression list = (AggregateExpression) slice.x();
            return known.computeIfAbsent(slice.canonicalized(), key -> collected(list, slice.length()));
        }
        if (expression instanceof AggregateExpression aggregate) {
            return known.computeIfAbsent(aggregate.canonicalized(), key -> kept(aggregate));
        }
        return Catalyst.mapChildren(expression, this::total);
    }

    /** {@code collect_list(x, 10)} is read as {@code slice(collect_list(x), 1, 10)}. */
    private static boolean isBounded(Slice slice) {
        return slice.x() instanceof AggregateExpression aggregate
                && aggregate.aggregateFunction() instanceof CollectList
                && slice.length() instanceof Literal;
    }

    private Expression kept(AggregateExpression aggregate) {
        AggregateFunction function = aggregate.aggregateFunction();
        if (aggregate.isDistinct() || aggregate.filter().isDefined()) {
            throw new ExpressionException(
                    "'" + aggregate.sql()
                            + "' would have to keep every value; leave out DISTINCT and FILTER, or use approx_count_distinct()");
        }
        if (function instanceof CollectList) {
            throw new ExpressionException(
                    "collect_list() grows without end; give it a bound, such as collect_list(name, 100)");
        }
        if (function instanceof HyperLogLogPlusPlus sketch) {
            byHand.add((ImperativeAggregate) onArguments(sketch));
            AttributeReference result = attribute("said", sketch.dataType());
            said.add(result);
            return result;
        }
        if (!(isKept(function) && function instanceof DeclarativeAggregate declarative)) {
            throw new ExpressionException("'" + function.prettyName() + "' is no aggregate of a compute; " + CHOICE);
        }
        isOrderFree &= !(function instanceof First || function instanceof Last);
        DeclarativeAggregate own = (DeclarativeAggregate) onArguments(exact(declarative));
        buffer.addAll(Catalyst.list(own.aggBufferAttributes()));
        other.addAll(Catalyst.list(own.inputAggBufferAttributes()));
        Catalyst.list(own.initialValues()).forEach(initial::add);
        Catalyst.list(own.updateExpressions()).forEach(update::add);
        Catalyst.list(own.mergeExpressions()).forEach(merge::add);
        return own.evaluateExpression();
    }

    private static boolean isKept(AggregateFunction function) {
        return function instanceof Count
                || function instanceof Sum
                || function instanceof Min
                || function instanceof Max
                || function instanceof Average
                || function instanceof First
                || function instanceof Last;
    }

    /** A sum of whole numbers that overflows is null: Spark would let it wrap around. */
    private static DeclarativeAggregate exact(DeclarativeAggregate aggregate) {
        return aggregate instanceof Sum sum && sum.child().dataType() instanceof IntegralType
                ? new Sum(
                        sum.child(),
                        new NumericEvalContext(
                                EvalMode$.MODULE$.TRY(), sum.evalContext().allowDecimalPrecisionLoss()))
                : aggregate;
    }

    /** Returns the aggregate over what it is given, instead of what that is computed from. */
    private Expression onArguments(AggregateFunction function) {
        return Catalyst.mapChildren(function, this::argument);
    }

    private Expression argument(Expression child) {
        if (child instanceof Literal) {
            return child;
        }
        Alias alias = Catalyst.named("given", child);
        arguments.add(alias);
        AttributeReference attribute = attribute("given", child.dataType());
        given.add(attribute);
        return attribute;
    }

    private Expression collected(AggregateExpression list, Expression bound) {
        isOrderFree = false;
        Expression value = argument(((CollectList) list.aggregateFunction()).child());
        DataType type = DataTypes.createArrayType(value.dataType(), false);
        AttributeReference mine = attribute("list", type);
        AttributeReference theirs = attribute("list", type);
        buffer.add(mine);
        other.add(theirs);
        initial.add(new Literal(new GenericArrayData(new Object[0]), type));
        Expression one = new CreateArray(Catalyst.seq(List.of(value)));
        update.add(new If(new IsNull(value), mine, first(mine, one, bound)));
        merge.add(first(mine, theirs, bound));
        return mine;
    }

    private static Expression first(Expression list, Expression more, Expression bound) {
        return new Slice(
                new Concat(Catalyst.seq(List.of(list, more))), Literal.create(1, DataTypes.IntegerType), bound);
    }

    private static AttributeReference attribute(String name, DataType type) {
        return new AttributeReference(
                name, type, true, Metadata.empty(), NamedExpression.newExprId(), Catalyst.seq(List.of()));
    }
}
