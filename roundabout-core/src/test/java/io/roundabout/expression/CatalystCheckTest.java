package io.roundabout.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.roundabout.pipeline.CheckedPipeline;
import io.roundabout.pipeline.Expression;
import io.roundabout.pipeline.Expression.Role;
import io.roundabout.pipeline.ExpressionCheck.Findings;
import io.roundabout.pipeline.InvalidPipelineException;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalystCheckTest {
    private static final String FILE = """
            version: 1
            streams:
              orders: {key: /id, fields: {paid: "boolean", to: "struct<city: string>"}}
              customers: {key: /id}
            joins:
              enriched: {inputs: {orders: one, customers: latest}}
            """;
    private static final Pipeline PIPELINE = PipelineFile.parse(Map.of("p.yaml", FILE));

    private final CatalystCheck check = new CatalystCheck();

    private Findings found(Role role, String sql) {
        return check.check(PIPELINE, new Expression(role, role == Role.JOIN_SELECT ? "enriched" : "orders", sql));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "ordes.amount | no field or input named 'ordes'; did you mean 'orders'?",
                "amount | no field or input named 'amount'; write the input before the field, such as 'orders.amount'",
                "orders.to.town | 'orders.to' has no field 'town'; it has city",
                "orders.to.citty | 'orders.to' has no field 'citty'; did you mean 'city'?",
                "orders.amount * 2 | '(orders.amount * 2)' has no name; give it one with AS",
                "orders.id, customers.id | two columns are named 'id'; give one of them another name with AS",
                "sum(orders.amount) AS s | an aggregate needs many messages, and there is one group here; use a compute, or for a list functions such as aggregate(), array_max() and size()",
                "explode(array(1, 2)) AS e | explode() and its like make rows, and one value is needed here; use a compute",
                "uper(orders.id) AS u | no function named 'uper'; did you mean 'upper'?",
                "rand() AS r | 'rand()' may give another value each time; a result must be the same whenever it is made: leave it out",
                "repeat('x', cast(orders.n AS int)) AS r | the size that 'repeat' is given must be a constant of 10000 at most; a message could ask for any",
                "lpad(orders.s, 2000000000, ' ') AS r | the size that 'lpad' is given must be a constant of 10000 at most; a message could ask for any",
                "sequence(1, orders.paid_times + 1) AS r | the bounds of 'sequence' come from a message, which could ask for any number; write constants",
                "uuid() AS u | 'uuid()' may give another value each time; a result must be the same whenever it is made: leave it out",
                "current_date() AS d | 'current_date()' depends on when it is asked; a result must be the same whenever it is made: leave it out",
                "java_method('java.lang.System', 'exit', 1) AS j | 'java_method' calls any Java method; it cannot be used here",
                "try_reflect('java.lang.System', 'exit', 1) AS j | 'reflect' calls any Java method; it cannot be used here",
                "(SELECT 1) AS x | a subquery reads a table, and there is none; use the inputs alone",
                "orders.* | '*' cannot be resolved; name the fields, or take the whole message by the name of its input",
                "orders.id FROM orders | a select list ends with its last column; leave out FROM, WHERE and the like",
                "orders.id WHERE orders.id > 1 | a select list ends with its last column; leave out FROM, WHERE and the like",
                "DISTINCT orders.id | a select list ends with its last column; leave out FROM, WHERE and the like",
                "orders.id, (orders.amount | syntax error at its end, character 26; write it as Spark SQL",
                "to_json(customers) AS j | 'customers' is a whole message; name a field of it, such as 'customers.id', or declare its fields under 'fields'",
                "make_interval(1) AS i | JSON has nothing like INTERVAL; cast it, to string for example",
                "map(1, 2) AS m | the names of a JSON object are strings, and a map has keys of type INT; cast them to string"
            })
    void saysWhatIsWrongWithASelectList(String sql, String problem) {
        assertThat(found(Role.JOIN_SELECT, sql).problems()).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "amount | the predicate is STRING, not true or false; amount is taken as STRING: declare what it is under 'fields'",
                "1 + 1 | the predicate is INT, not true or false; compare it with something",
                "amount > 0 AS x | a predicate has no name; leave out AS",
                "count(*) > 1 | an aggregate needs many messages, and there is one group here; use a compute, or for a list functions such as aggregate(), array_max() and size()",
                "amount >> | syntax error at its end, character 10; write it as Spark SQL"
            })
    void saysWhatIsWrongWithAPredicate(String sql, String problem) {
        assertThat(found(Role.STREAM_WHERE, sql).problems()).containsExactly(problem);
    }

    @Test
    void saysWhichTypeWasTakenWhereItDoesNotFit() {
        assertThat(found(Role.STREAM_WHERE, "size(lines) > 2").problems())
                .singleElement()
                .asString()
                .contains("size(lines)", "ARRAY")
                .endsWith("; lines is taken as STRING: declare what it is under 'fields', or cast it");
    }

    @Test
    void listsTheTypesThatItGuessed() {
        assertThat(found(
                                Role.JOIN_SELECT,
                                "orders.id, concat(orders.amount, '!') AS a, orders.amount * 2 AS b, orders.paid AND true AS c")
                        .guesses())
                .containsExactly(
                        "orders.amount is taken as STRING; declare what it is under 'fields'",
                        "orders.amount is taken as DOUBLE; declare what it is under 'fields'");
    }

    @Test
    void reportsAllProblemsAtTheirPlaces() {
        String file = """
                version: 1
                streams:
                  orders:
                    key: /id
                    fields: {amount: decimel}
                  customers:
                    key: /id
                    where: "uper(name) = 'A'"
                """;

        InvalidPipelineException found = catchThrowableOfType(
                InvalidPipelineException.class, () -> PipelineFile.parse(Map.of("p.yaml", file), check));

        assertThat(found.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "p.yaml:5:22: a field has the type 'decimel', which is none; write one of Spark SQL, such as"
                                + " double, decimal(18,2), timestamp, array<string> or struct<city: string>",
                        "p.yaml:8:12: no function named 'uper'; did you mean 'upper'?");
    }

    @Test
    void givesGuessesTheirPlaces() {
        CheckedPipeline checked = PipelineFile.parse(
                Map.of("p.yaml", "version: 1\nstreams:\n  orders: {key: /id, where: amount > 0}\n"), check);

        assertThat(checked.guesses())
                .extracting(Object::toString)
                .containsExactly("p.yaml:3:29: amount is taken as DOUBLE; declare what it is under 'fields'");
    }
}
