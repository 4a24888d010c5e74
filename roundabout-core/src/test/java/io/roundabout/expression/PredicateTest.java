package io.roundabout.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.join.GroupCondition;
import io.roundabout.pipeline.BodyRule;
import io.roundabout.pipeline.InputMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredicateTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "amount > 0 | {\"amount\":0.5} | true",
                "amount > 0 | {\"amount\":-1} | false",
                "amount > 0 | {\"amount\":\"5\"} | false",
                "amount > 0 | {} | false",
                "orders.amount > 0 | {\"amount\":1} | true",
                "orders.amount > 0 | {\"orders\":{\"amount\":1}} | false",
                "NOT (amount > 0) | {} | false",
                "amount IS NULL | {} | true",
                "address.city = 'Rome' | {\"address\":{\"city\":\"Rome\"}} | true",
                "name LIKE 'A%' AND upper(name) <> name | {\"name\":\"Ada\"} | true",
                "paid | {\"paid\":true} | true",
                "paid | {\"paid\":\"true\"} | false",
                "NOT paid OR amount > 5 | {\"paid\":true,\"amount\":6} | true",
                "amount BETWEEN 9 AND 11 | {\"amount\":10} | true",
                "1 = 1 | {} | true",
                "array_contains(tags, 'x') | {\"tags\":[\"y\",\"x\"]} | true"
            })
    void takesWhatThePredicateIsTrueOf(String sql, String body, boolean expected) {
        var filter = new TestingRules()
                .with("orders", InputMode.ONE, Map.of("paid", "boolean", "tags", "array<string>"))
                .where(sql);

        assertThat(filter.takes(BodyFormat.JSON, utf8(body))).isEqualTo(expected);
    }

    @Test
    void looksIntoText() {
        var filter = new TestingRules()
                .with("notes", InputMode.ONE, StreamFormat.TEXT, BodyRule.DEFAULT)
                .where("value RLIKE 'ERR(OR)?' AND length(notes.value) > 4");

        assertThat(filter.takes(BodyFormat.TEXT, utf8("ERROR 17"))).isTrue();
        assertThat(filter.takes(BodyFormat.TEXT, utf8("ERR"))).isFalse();
    }

    @Test
    void judgesAGroup() {
        GroupCondition condition = new TestingRules()
                .with("heads", InputMode.ONE)
                .with("lines", InputMode.ALL)
                .when("heads IS NOT NULL AND size(lines) >= heads.count AND exists(lines, l -> l.last = 'true')");

        assertThat(condition.holds(TestingGroup.of("{\"count\":2}").and("{}", "{\"last\":true}")))
                .isTrue();
        assertThat(condition.holds(TestingGroup.of("{\"count\":2}").and("{\"last\":true}")))
                .isFalse();
        assertThat(condition.holds(TestingGroup.of("{\"count\":2}").and())).isFalse();
        assertThat(condition.holds(TestingGroup.of((String) null).and("{}", "{\"last\":true}")))
                .isFalse();
    }

    @Test
    void tellsAnAbsentInputFromAnEmptyMessage() {
        GroupCondition condition = new TestingRules()
                .with("a", InputMode.ONE)
                .with("b", InputMode.LATEST)
                .when("b IS NULL");

        assertThat(condition.holds(TestingGroup.of("{}", null))).isTrue();
        assertThat(condition.holds(TestingGroup.of("{}", "{}"))).isFalse();
    }
}
