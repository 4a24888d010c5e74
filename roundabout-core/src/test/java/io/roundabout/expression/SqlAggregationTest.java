package io.roundabout.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.compute.Accumulator;
import io.roundabout.compute.Aggregation;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Explode;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.Intake;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.pipeline.Window;
import io.roundabout.state.StoredForm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SqlAggregationTest {
    private final CatalystExpressions expressions = new CatalystExpressions();

    private Aggregation json(String key, String aggregate) {
        return compile(new ComputeRule("sums", "orders", Optional.empty(), key, aggregate, Optional.empty()));
    }

    private Aggregation text(String explode, String key, String aggregate) {
        return compile(new ComputeRule(
                "sums", "lines", Optional.of(new Explode(explode, "word")), key, aggregate, Optional.empty()));
    }

    private Aggregation compile(ComputeRule rule) {
        StreamRule orders = new StreamRule("orders", StreamFormat.JSON, Optional.of("/id"), false);
        StreamRule lines =
                new StreamRule("lines", StreamFormat.TEXT, Optional.empty(), true, IdRule.DEFAULT, Intake.DEFAULT);
        Pipeline pipeline = new Pipeline(
                Map.of("orders", orders, "lines", lines),
                Map.of(),
                Map.of(rule.name(), rule),
                Map.of(),
                Optional.empty());
        return expressions.aggregation(rule, pipeline);
    }

    /** Adds bodies up, each in a sum of its own that is stored and merged, and returns the fields by key. */
    private static Map<String, String> sums(Aggregation aggregation, BodyFormat format, String... bodies) {
        Map<String, Accumulator> sums = new TreeMap<>();
        for (String body : bodies) {
            aggregation.rows(format, body.getBytes(UTF_8), row -> {
                Accumulator one = aggregation.open();
                one.add(row);
                byte[] key = row.key();
                Accumulator sum = sums.computeIfAbsent(
                        key == null ? "-" : new String(key, UTF_8),
                        name -> aggregation.open(aggregation.open().write()));
                sum.merge(one.write());
            });
        }
        Map<String, String> fields = new TreeMap<>();
        sums.forEach((key, sum) -> fields.put(key, new String(sum.fields(), UTF_8)));
        return fields;
    }

    @Test
    void tellsSumsThatMayBeLong() {
        assertThat(json("/country", "count(*) AS n, sum(amount) AS total, avg(amount) AS mean")
                        .isSmall())
                .isTrue();
        assertThat(json("/country", "approx_count_distinct(customer) AS n").isSmall())
                .isTrue();
        assertThat(text("split(value, ' ')", "word", "count(*) AS n, last(value) AS v")
                        .isSmall())
                .isFalse();
        assertThat(text("split(value, ' ')", "word", "max(value) AS v").isSmall())
                .isFalse();
        assertThat(json("/country", "collect_list(amount, 100) AS all").isSmall())
                .isFalse();
    }

    @Test
    void countsAndAddsUpByKey() {
        Aggregation aggregation = json(
                "/country",
                "count(*) AS n, sum(amount) AS total, min(amount) AS least, max(amount) AS most, avg(amount) AS mean");

        assertThat(aggregation.isOrderFree()).isTrue();
        assertThat(aggregation.isOneRow()).isTrue();
        assertThat(sums(
                        aggregation,
                        BodyFormat.JSON,
                        "{\"country\":\"PT\",\"amount\":1.5}",
                        "{\"country\":\"ES\",\"amount\":4}",
                        "{\"country\":\"PT\",\"amount\":3}",
                        "{\"amount\":3}"))
                .containsEntry("PT", "\"n\":2,\"total\":4.5,\"least\":\"1.5\",\"most\":\"3\",\"mean\":2.25")
                .containsEntry("ES", "\"n\":1,\"total\":4.0,\"least\":\"4\",\"most\":\"4\",\"mean\":4.0")
                .containsKey("-");
    }

    @Test
    void computesWithWhatAggregatesSay() {
        Aggregation aggregation = json("/country", "sum(amount) / count(*) AS mean, count(*) * 2 AS twice");

        assertThat(sums(aggregation, BodyFormat.JSON, "{\"country\":7,\"amount\":1}", "{\"country\":7,\"amount\":3}"))
                .containsEntry("7", "\"mean\":2.0,\"twice\":4");
    }

    @Test
    void countsWords() {
        Aggregation aggregation = text("split(value, ' ')", "word", "count(*) AS n");

        assertThat(aggregation.isOneRow()).isFalse();
        assertThat(sums(aggregation, BodyFormat.TEXT, "to be or not", "to be"))
                .isEqualTo(Map.of("to", "\"n\":2", "be", "\"n\":2", "or", "\"n\":1", "not", "\"n\":1"));
    }

    @Test
    void keepsFirstLastAndAListInTheOrderOfRows() {
        Aggregation aggregation = json("/k", "first(v) AS f, last(v) AS l, collect_list(v, 2) AS some");

        assertThat(aggregation.isOrderFree()).isFalse();
        assertThat(sums(
                        aggregation,
                        BodyFormat.JSON,
                        "{\"k\":\"a\",\"v\":\"x\"}",
                        "{\"k\":\"a\"}",
                        "{\"k\":\"a\",\"v\":\"y\"}",
                        "{\"k\":\"a\",\"v\":\"z\"}"))
                .containsEntry("a", "\"f\":\"x\",\"l\":\"z\",\"some\":[\"x\",\"y\"]");
    }

    @Test
    void countsDifferentValuesAbout() {
        Aggregation aggregation = json("/k", "approx_count_distinct(v) AS different, count(v) AS n");
        String[] bodies = new String[1_000];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = "{\"k\":\"a\",\"v\":\"v" + i % 100 + "\"}";
        }

        String fields = sums(aggregation, BodyFormat.JSON, bodies).getOrDefault("a", "");

        assertThat(fields).endsWith(",\"n\":1000");
        long different = Long.parseLong(fields.replaceAll("\"different\":(\\d+),.*", "$1"));
        assertThat(different).isBetween(85L, 115L);
    }

    @Test
    void readsTheTimeOfAMessage() {
        Aggregation aggregation = compile(new ComputeRule(
                "sums",
                "orders",
                Optional.empty(),
                "/k",
                "count(*) AS n",
                Optional.of(new Window(Duration.ofHours(1), Optional.of("/at"), Duration.ZERO))));
        Map<String, Long> wanted = new TreeMap<>(Map.of(
                "1700000000000", 1_700_000_000_000L,
                "\"2023-11-14T22:13:20Z\"", 1_700_000_000_000L,
                "\"2023-11-14T23:13:20+01:00\"", 1_700_000_000_000L,
                "\"2023-11-14 22:13:20\"", 1_700_000_000_000L));
        wanted.forEach((text, millis) -> aggregation.rows(
                BodyFormat.JSON,
                ("{\"k\":1,\"at\":" + text + "}").getBytes(UTF_8),
                row -> assertThat(row.timeMillis()).as(text).isEqualTo(millis)));
        for (String none : List.of("\"soon\"", "1.5", "true", "null")) {
            aggregation.rows(
                    BodyFormat.JSON,
                    ("{\"k\":1,\"at\":" + none + "}").getBytes(UTF_8),
                    row -> assertThat(row.timeMillis()).as(none).isNull());
        }
    }

    @Test
    void sumsThatOverflowAreNull() {
        Aggregation aggregation = json("/k", "sum(bigint(v)) AS total");

        assertThat(sums(
                        aggregation,
                        BodyFormat.JSON,
                        "{\"k\":\"a\",\"v\":9223372036854775807}",
                        "{\"k\":\"a\",\"v\":1}"))
                .containsEntry("a", "\"total\":null");
    }

    @Test
    void refusesWhatCannotBeKept() {
        Map<String, String> wanted = Map.of(
                "amount AS a", "there is no aggregate",
                "count(*) AS n, country", "is of one message",
                "count(DISTINCT v) AS n", "would have to keep every value",
                "collect_list(v) AS all", "give it a bound",
                "collect_list(v, 0) AS some", "must be a number from 1",
                "collect_list(v, 10001) AS some", "must be a number from 1 to 10000",
                "stddev(v) AS s", "is no aggregate of a compute",
                "count(*) AS key", "has a field 'key' already");

        wanted.forEach((sql, text) -> assertThatThrownBy(() -> json("/k", sql))
                .as(sql)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text));
    }

    @Test
    void refusesWhatOtherAggregatesKept() {
        byte[] stored = json("/k", "count(*) AS n").open().write();

        assertThatThrownBy(() -> json("/k", "sum(v) AS n").open(stored)).hasMessageContaining("other aggregates");
    }

    /** What Spark calls and packs must not change from one of its versions to the next without our knowing. */
    @Test
    void aggregatesKeepTheirForm() {
        Aggregation aggregation = json(
                "/k",
                "count(*) AS n, sum(v) AS total, min(v) AS least, avg(v) AS mean, first(v) AS one, collect_list(v, 3) AS some");
        Accumulator sum = aggregation.open();
        aggregation.rows(BodyFormat.JSON, "{\"k\":\"a\",\"v\":2}".getBytes(UTF_8), sum::add);
        aggregation.rows(BodyFormat.JSON, "{\"k\":\"a\",\"v\":4}".getBytes(UTF_8), sum::add);

        assertThat(sum.write()).isEqualTo(StoredForm.read("v1/aggregates.hex"));
        assertThat(aggregation.open(StoredForm.read("v1/aggregates.hex")).fields())
                .isEqualTo(sum.fields());
    }
}
