package io.roundabout.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.join.Selection;
import io.roundabout.pipeline.BodyRule;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.OnInvalid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private final TestingRules rules = new TestingRules()
            .with(
                    "orders",
                    InputMode.ONE,
                    Map.of(
                            "price", "decimal(10,2)",
                            "count", "int",
                            "big", "bigint",
                            "day", "date",
                            "at", "timestamp",
                            "tags", "array<string>",
                            "sizes", "map<string,int>",
                            "to", "struct<city:string,zip:int>"))
            .with("customers", InputMode.LATEST);

    private String selected(String sql, @Nullable String order, @Nullable String customer) {
        return text(rules.select(sql).body(TestingGroup.of(order, customer)));
    }

    private String computed(String sql, String order) {
        return selected(sql + " AS x", order, null).replaceFirst("^\\{\"x\":(.*)}$", "$1");
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Test
    void selectsWhatTheContractShows() {
        assertThat(selected(
                        "orders.order_id, customers.name, orders.amount * 1.23 AS gross",
                        "{\"order_id\": 17, \"amount\": 10, \"x\": [1,{\"amount\":2}]}",
                        "{\"id\":\"c\", \"name\" : \"Ada \\u00e9\"}"))
                .isEqualTo("{\"order_id\":17,\"name\":\"Ada \\u00e9\",\"gross\":12.3}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "1.50",
                "-0.0e+5",
                "12345678901234567890123.000000000000000000000000000001",
                "\"a \\\" \\\\ \\u00e9 é 😀\"",
                "{\"a\" : [1, {\"b\":\"}\"} ] }",
                "[ 1,\"]\" , {} ]",
                "true",
                "null",
                "\"\""
            })
    void passesAFieldOnByteForByte(String json) {
        for (String body : List.of(
                "{\"f\":" + json + "}", "{\"f\" : " + json + " , \"g\":1}", "{\"a\":{\"f\":2},\"f\":" + json + "\n}")) {
            assertThat(selected("orders.f", body, null)).isEqualTo("{\"f\":" + json + "}");
            assertThat(selected("orders.o.f", "{\"o\":" + body + "}", null)).isEqualTo("{\"f\":" + json + "}");
        }
    }

    @Test
    void passesTheSameFieldOnTwiceAndComputesWithItBesides() {
        assertThat(selected(
                        "orders.o AS a, orders.o AS b, orders.o.n + 1 AS c, orders.o.n, upper(orders.o) AS d",
                        "{\"o\": {\"n\": 1, \"m\": [2]}, \"n\": 7}",
                        null))
                .isEqualTo("{\"a\":{\"n\": 1, \"m\": [2]},\"b\":{\"n\": 1, \"m\": [2]},\"c\":2.0,\"n\":1,"
                        + "\"d\":\"{\\\"N\\\": 1, \\\"M\\\": [2]}\"}");
    }

    @Test
    void findsAFieldInAnyOrderAndWhereItsNameIsEscaped() {
        assertThat(selected("orders.b, orders.a", "{\"z\":0,\"\\u0061\":1,\"y\":{\"b\":9},\"b\":2}", null))
                .isEqualTo("{\"b\":2,\"a\":1}");
    }

    @Test
    void readsOnAfterAnObjectOfWhichItNeedsAPart() {
        assertThat(selected(
                        "orders.a.b, orders.c.d, orders.e",
                        "{\"a\":{\"b\":1,\"x\":{\"b\":2}},\"c\":{\"d\":3,\"y\":[4]},\"e\":5}",
                        null))
                .isEqualTo("{\"b\":1,\"d\":3,\"e\":5}");
    }

    @Test
    void leavesNullWhatIsNotThere() {
        assertThat(selected("orders.a, orders.b.c, customers.name, customers.n + 1 AS m, customers", "{\"b\":7}", null))
                .isEqualTo("{\"a\":null,\"c\":null,\"name\":null,\"m\":null,\"customers\":null}");
    }

    @Test
    void takesTheWholeMessage() {
        assertThat(selected("orders, customers AS who", "{ \"a\":1 }", "{}"))
                .isEqualTo("{\"orders\":{ \"a\":1 },\"who\":{}}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "orders.n + 1 | {\"n\":1.5} | 2.5",
                "orders.n + 1 | {\"n\":\"1.5\"} | null",
                "orders.n / 0 | {\"n\":1.5} | null",
                "orders.n | {\"n\":1.5} | 1.5",
                "concat(orders.n, '!') | {\"n\":1.50} | \"1.50!\"",
                "concat(orders.n, '!') | {\"n\":{\"a\": 1}} | \"{\\\"a\\\": 1}!\"",
                "orders.price * 2 | {\"price\":1.505} | 3.02",
                "orders.price * 2 | {\"price\":\"1.5\"} | 3.00",
                "orders.price * 2 | {\"price\":1e9999999} | null",
                "orders.price * 2 | {\"price\":1e-9999999} | null",
                "orders.price * 2 | {\"price\":123456789.5} | null",
                "orders.count * 2 | {\"count\":2147483647} | null",
                "orders.count * 2 | {\"count\":21} | 42",
                "orders.count * 2 | {\"count\":21.0} | null",
                "orders.count * 2 | {\"count\":99999999999999999999} | null",
                "cast(orders.big AS int) | {\"big\":4294967298} | null",
                "orders.big - 1 | {\"big\":-9223372036854775808} | null",
                "date_add(orders.day, 1) | {\"day\":\"2024-02-28\"} | \"2024-02-29\"",
                "date_add(orders.day, 1) | {\"day\":\"yesterday\"} | null",
                "orders.at + INTERVAL 1 HOUR | {\"at\":\"2024-02-28T23:30:00Z\"} | \"2024-02-29T00:30:00Z\"",
                "hour(orders.at) | {\"at\":\"2024-02-28T23:30:00+02:00\"} | 21",
                "transform(orders.tags, t -> upper(t)) | {\"tags\":[\"a\",1,null]} | [\"A\",\"1\",null]",
                "orders.tags[1] | {\"tags\":[\"a\",\"b\"]} | \"b\"",
                "orders.tags[7] | {\"tags\":[\"a\",\"b\"]} | null",
                "element_at(orders.tags, 0) | {\"tags\":[\"a\",\"b\"]} | null",
                "orders.sizes | {\"sizes\":{\"a\":1,\"b\":\"x\"}} | {\"a\":1,\"b\":\"x\"}",
                "map_filter(orders.sizes, (k, v) -> true) | {\"sizes\":{\"a\":1,\"b\":\"x\"}} | {\"a\":1,\"b\":null}",
                "orders.sizes['a'] + 1 | {\"sizes\":{\"a\":1}} | 2",
                "orders.to.zip + 1 | {\"to\":{\"zip\":1000}} | 1001",
                "named_struct('a', orders.to, 'b', 1) | {\"to\":{\"zip\":1,\"x\":2}} | {\"a\":{\"city\":null,\"zip\":1},\"b\":1}",
                "coalesce(orders.n, 0) | {} | 0.0",
                "orders.n IN (1, 2) | {\"n\":1.0} | true",
                "CASE WHEN orders.ok = 'true' THEN orders.n ELSE 0 END | {\"ok\":true,\"n\":5} | 5.0",
                "repeat('x', 3) | {} | \"xxx\"",
                "cast('NaN' AS double) | {} | null",
                "X'00FF' | {} | \"AP8=\"",
                "orders.`a b`.c | {\"a b\":{\"c\":1}} | 1",
                "orders.a['b'] | {\"a\":{\"b\":1}} | 1",
                "orders.Name | {\"name\":1} | null"
            })
    void computesAndGivesNullWhereAValueDoesNotFit(String sql, String order, String expected) {
        assertThat(computed(sql, order)).isEqualTo(expected);
    }

    @Test
    void losesNoOtherColumnWhenOneCannotBeComputed() {
        assertThat(selected(
                        "element_at(orders.tags, 0) AS a, orders.n + 1 AS b, regexp_replace('x', orders.p, '') AS c",
                        "{\"tags\":[\"a\"],\"n\":1,\"p\":\"(\"}",
                        null))
                .isEqualTo("{\"a\":null,\"b\":2.0,\"c\":null}");
    }

    @Test
    void survivesAnExpressionThatExhaustsTheStack() {
        String order = "{\"p\":\"" + "ab".repeat(50_000) + "\",\"n\":1}";

        assertThat(selected("orders.p RLIKE '^(a|b|ab)*$' AS a, orders.n + 1 AS b", order, null))
                .isEqualTo("{\"a\":null,\"b\":2.0}");
    }

    @Test
    void sumsListsUp() {
        Selection selection = new TestingRules()
                .with("heads", InputMode.ONE)
                .with("lines", InputMode.ALL)
                .select("heads.id, size(lines) AS n, lines.qty, lines, lines[0].sku AS first,"
                        + " aggregate(lines, 0D, (sum, l) -> sum + l.qty * l.price) AS total,"
                        + " array_max(lines.qty) > 9 AS many");

        assertThat(text(selection.body(TestingGroup.of("{\"id\":7}")
                        .and(
                                "{\"sku\":\"a\",\"qty\":10,\"price\":1.5}",
                                "{\"sku\":\"b\",\"qty\":2, \"price\":\"x\"}"))))
                .isEqualTo("{\"id\":7,\"n\":2,\"qty\":[10,2],\"lines\":[{\"sku\":\"a\",\"qty\":10,\"price\":1.5},"
                        + "{\"sku\":\"b\",\"qty\":2, \"price\":\"x\"}],\"first\":\"a\",\"total\":null,\"many\":true}");
        assertThat(text(selection.body(TestingGroup.of("{\"id\":7}").and())))
                .isEqualTo(
                        "{\"id\":7,\"n\":null,\"qty\":null,\"lines\":null,\"first\":null,\"total\":null,\"many\":null}");
    }

    @Test
    void takesTextAndBytesAsValue() {
        TestingRules texts = new TestingRules()
                .with("notes", InputMode.ONE, StreamFormat.TEXT, BodyRule.DEFAULT)
                .with("blobs", InputMode.ONE, StreamFormat.BYTES, BodyRule.DEFAULT);
        List<List<byte[]>> bodies = List.of(List.of(new byte[] {'"', 'a'}), List.of(new byte[] {0, -1}));

        assertThat(text(texts.select("notes.value, notes, upper(notes.value) AS up")
                        .body(new TestingGroup(BodyFormat.TEXT, bodies))))
                .isEqualTo("{\"value\":\"\\\"a\",\"notes\":\"\\\"a\",\"up\":\"\\\"A\"}");
        assertThat(text(texts.select("blobs.value, length(blobs.value) AS n")
                        .body(new TestingGroup(BodyFormat.BYTES, bodies))))
                .isEqualTo("{\"value\":\"AP8=\",\"n\":2}");
    }

    @Test
    void knowsTypesByTheSchema() {
        TestingRules typed = new TestingRules()
                .withSchema(
                        "orders",
                        InputMode.ONE,
                        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":[\"integer\",\"null\"]},"
                                + "\"to\":{\"$ref\":\"#/$defs/to\"}},\"$defs\":{\"to\":{\"properties\":{\"zip\":{\"type\":\"integer\"}}}}}")
                .with("customers", InputMode.LATEST);

        assertThat(text(typed.select("orders.n + 1 AS n, orders.to.zip + 1 AS zip, orders.other + 1 AS other")
                        .body(TestingGroup.of("{\"n\":1,\"to\":{\"zip\":2},\"other\":3}", null))))
                .isEqualTo("{\"n\":2,\"zip\":3,\"other\":4.0}");
    }

    /** JSON Schema has no decimals: its "number" would make a double of money. */
    @Test
    void goesByFieldsWhereASchemaSaysLess() {
        BodyRule body = new BodyRule(
                Optional.of("{\"properties\":{\"amount\":{\"type\":\"number\"},\"n\":{\"type\":\"integer\"}}}"),
                OnInvalid.DEAD,
                Map.of("amount", "decimal(18,2)"));
        TestingRules typed = new TestingRules()
                .with("orders", InputMode.ONE, StreamFormat.JSON, body)
                .with("customers", InputMode.LATEST);

        assertThat(text(typed.select("orders.amount + orders.amount AS twice, orders.n + 1 AS n")
                        .body(TestingGroup.of("{\"amount\":9007199254740993.25,\"n\":1}", null))))
                .isEqualTo("{\"twice\":18014398509481986.50,\"n\":2}");
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        Selection selection = new TestingRules()
                .with("a", InputMode.ONE)
                .with("lines", InputMode.ALL)
                .select("aggregate(lines, 0D, (sum, l) -> sum + l.n) AS total");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int base = thread;
                Callable<Boolean> work = () -> {
                    for (int i = 0; i < 2_000; i++) {
                        int n = base * 10_000 + i;
                        TestingGroup group = TestingGroup.of("{}").and("{\"n\":" + n + "}", "{\"n\":1}");
                        assertThat(text(selection.body(group))).isEqualTo("{\"total\":" + (n + 1.0) + "}");
                    }
                    return true;
                };
                done.add(threads.submit(work));
            }
            for (Future<Boolean> one : done) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
