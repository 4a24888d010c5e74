package io.roundabout.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.analysis.SimpleAnalyzer$;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BindReferences;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.package$;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * Spark's parser, analyzer and code generator, without a session. Its settings are fixed: UTC, names that differ by case,
 * and null, not an error, where a value does not fit. Thread-safe.
 */
final class Catalyst {
    private final SQLConf conf = new SQLConf();
    private final CatalystSqlParser parser = new CatalystSqlParser();

    Catalyst() {
        conf.setConfString("spark.sql.ansi.enabled", "false");
        conf.setConfString("spark.sql.caseSensitive", "true");
        conf.setConfString("spark.sql.session.timeZone", "UTC");
        conf.setConfString("spark.sql.legacy.sizeOfNull", "false");
    }

    /**
     * Does {@code work} of Spark's.
     *
     * @param verdict says what a failure means
     * @throws ExpressionException as the verdict has it
     */
    @SuppressWarnings("IllegalCatch") // Spark throws checked exceptions that it does not declare
    static <T> T attempt(Supplier<T> work, Function<Exception, ExpressionException> verdict) {
        try {
            return work.get();
        } catch (Exception e) {
            throw verdict.apply(e);
        }
    }

    /** Does {@code work} under the settings of this class, whatever the thread's are. */
    <T> T within(Supplier<T> work) {
        return SQLConf.withExistingConf(conf, work::get);
    }

    /** Parses one expression; Spark's {@code ParseException} passes through. */
    Expression parseExpression(String sql) {
        return within(() -> parser.parseExpression(sql));
    }

    /** Parses a statement; Spark's {@code ParseException} passes through. */
    LogicalPlan parsePlan(String sql) {
        return within(() -> parser.parsePlan(sql));
    }

    /** Parses a type; Spark's {@code ParseException} passes through. */
    DataType parseType(String text) {
        return within(() -> parser.parseDataType(text));
    }

    /** Returns the columns resolved as far as they can be; types may still be wrong. */
    LogicalPlan analyze(List<? extends NamedExpression> columns, List<Attribute> inputs) {
        return within(() -> {
            LogicalPlan rows = new LocalRelation(seq(inputs), seq(List.of()), false, Option.empty());
            return SimpleAnalyzer$.MODULE$.execute(new Project(seq(List.<NamedExpression>copyOf(columns)), rows));
        });
    }

    /** Returns {@code plan}, or fails with Spark's {@code AnalysisException} if something in it is not resolved. */
    LogicalPlan checked(LogicalPlan plan) {
        return within(() -> {
            SimpleAnalyzer$.MODULE$.checkAnalysis(plan);
            return plan;
        });
    }

    /** Returns {@code plan}, which was found to be right, with what can be computed once computed. */
    LogicalPlan finish(LogicalPlan plan) {
        return within(() -> {
            LogicalPlan plain = ReplaceExpressions$.MODULE$.apply(plan);
            LogicalPlan inline = plain.transformExpressionsUp(new Inline());
            return ConstantFolding$.MODULE$.apply(inline.transformExpressionsUp(new Exactly()));
        });
    }

    /** Returns the expressions with places in a row instead of {@code inputs}. */
    List<Expression> bind(List<? extends NamedExpression> expressions, List<Attribute> inputs) {
        return bindAll(expressions.stream().map(Expression.class::cast).toList(), inputs);
    }

    /** As {@link #bind}, for expressions that need no name. */
    List<Expression> bindAll(List<? extends Expression> expressions, List<Attribute> inputs) {
        var row = package$.MODULE$.AttributeSeq(seq(inputs));
        List<Expression> bound = new ArrayList<>();
        for (Expression expression : expressions) {
            bound.add(BindReferences.bindReference(expression, row, false));
        }
        return List.copyOf(bound);
    }

    /** Returns an expression with a name. */
    static Alias named(String name, Expression expression) {
        return new Alias(expression, name, NamedExpression.newExprId(), seq(List.of()), Option.empty(), seq(List.of()));
    }

    /** Compiles bound expressions; where no code can be generated they are interpreted. For one thread at a time. */
    MutableProjection compile(List<Expression> bound) {
        return within(() -> MutableProjection.create(seq(bound)));
    }

    /** Returns {@code items} as Spark takes them. */
    static <T> Seq<T> seq(List<T> items) {
        return CollectionConverters.asScala(items).toSeq();
    }

    /** Returns {@code items} as Java takes them. */
    static <T> List<T> list(scala.collection.Seq<T> items) {
        return List.copyOf(CollectionConverters.asJava(items));
    }

    /** Returns {@code parent} with each child replaced. */
    static Expression mapChildren(Expression parent, Function<Expression, Expression> change) {
        return parent.mapChildren(new AbstractFunction1<>() {
            @Override
            public Expression apply(Expression child) {
                return change.apply(child);
            }
        });
    }
}
