package io.roundabout.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.roundabout.RoundaboutException;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.Vocabulary.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineFileTest {
    private static final String WHOLE = """
            version: 1
            streams:
              orders: {key: /customer}
              customers:
                key: id
              scans: {format: bytes, key: none}
              notes: {format: text}
              plain:
            joins:
              enriched:
                inputs: {orders: one, customers: latest}
                complete: all
                output: results
            outputs:
              results: {deliver: queue, max-deliveries: 5}
            """;

    private static final String CONTRACT = """
            version: 1
            undeclared: allow
            streams:
              orders:
                key: /customer
                id: /order_id
                ttl: 7d
                schema: orders.schema.json
                where: "amount > 0"
                on-invalid: refuse
                fields: {amount: "decimal(18,2)"}
                quota: {messages: 10M, bytes: 20GiB}
                expect: {by: "06:00", tz: Europe/Lisbon}
              customers: {key: /id, expect: {every: 1h}, quota: {messages: 5000}}
              lines: {key: /id}
              notes: {format: text}
            joins:
              enriched:
                inputs: {orders: one, customers: latest, lines: {mode: all, max: 500}}
                complete: {at-least: 2}
                within: 24h
                otherwise: partial
                select: "orders.amount * 1.23 AS gross"
              first: {inputs: {orders: one, lines: all}, complete: any}
              big: {inputs: {orders: one, lines: all}, complete: {when: "orders.amount > 1"}}
              mine: {inputs: {orders: one, lines: all}, class: com.acme.MyRule}
            computes:
              turnover: {from: orders, key: country, aggregate: "count(*) AS n, sum(amount) AS total", window: 1h, time: /at, late: 10m}
              words:    {from: notes, explode: "split(value, ' ')", as: word, key: word, aggregate: "count(*) AS n"}
            outputs:
              enriched: {ttl: 30d, on-expiry: drop}
              archive: {from: enriched, deliver: topic, retain: 2d}
            """;

    private static final String EXPRESSIONS = """
            version: 1
            streams:
              orders: {key: k,
                fields: {day: date},
                where: "amount > 0"}
              lines: {key: k}
            joins:
              j:
                inputs: {orders: one, lines: one}
                complete: {when: "orders.amount > 1"}
            """;

    @TempDir
    Path folder;

    static List<BrokenPipeline> brokenPipelines() {
        return BrokenPipelines.all();
    }

    @ParameterizedTest
    @MethodSource("brokenPipelines")
    void saysWhatIsWrongAndWhatWouldBeRight(BrokenPipeline broken) {
        InvalidPipelineException invalid =
                catchThrowableOfType(InvalidPipelineException.class, () -> parse(broken.yaml()));
        assertThat(invalid).as("no problem was found").isNotNull();
        assertThat(invalid.problems().stream().map(Problem::toString)).containsExactlyElementsOf(broken.problems());
    }

    @Test
    void readsStreamsJoinsAndOutputs() {
        Pipeline pipeline = parse(WHOLE);
        assertThat(pipeline.streams().values())
                .containsExactly(
                        new StreamRule("orders", StreamFormat.JSON, Optional.of("/customer"), false),
                        new StreamRule("customers", StreamFormat.JSON, Optional.of("/id"), false),
                        new StreamRule("scans", StreamFormat.BYTES, Optional.empty(), true),
                        new StreamRule("notes", StreamFormat.TEXT, Optional.empty(), false),
                        new StreamRule("plain", StreamFormat.JSON, Optional.empty(), false));
        assertThat(pipeline.joins().values())
                .containsExactly(new JoinRule(
                        "enriched",
                        List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST)),
                        "results"));
        assertThat(pipeline.outputs().values()).containsExactly(new OutputRule("results", 5));
    }

    @Test
    void namesTheOutputAfterItsJoin() {
        Pipeline pipeline = parse("""
                version: 1
                streams: {a: {key: k}, b: {key: k}}
                joins: {ab: {inputs: {a: one, b: one}}}
                outputs: {ab: {max-deliveries: 3}}
                """);
        assertThat(pipeline.joins().values()).extracting(JoinRule::output).containsExactly("ab");
    }

    @Test
    void escapesABareFieldName() {
        assertThat(parse("version: 1\nstreams: {a: {key: x~/y}}\n").streams().values())
                .containsExactly(new StreamRule("a", StreamFormat.JSON, Optional.of("/x~0~1y"), false));
    }

    @Test
    void readsWhatAStreamSaysOfIds() {
        String yaml = """
                version: 1
                streams:
                  orders: {key: /customer, id: order_id, remember: 7d}
                  customers: {key: /id, id: /version, on-conflict: replace}
                  prices: {key: /id}
                  shops: {key: /id, on-conflict: refuse}
                joins:
                  enriched: {inputs: {orders: one, customers: latest, prices: latest, shops: latest}}
                """;

        Pipeline pipeline = parse(yaml);

        assertThat(pipeline.idsOf("orders"))
                .isEqualTo(new IdRule(Optional.of("/order_id"), Duration.ofDays(7), Optional.empty()));
        assertThat(pipeline.idsOf("customers"))
                .isEqualTo(new IdRule(Optional.of("/version"), Duration.ofDays(1), Optional.of(OnConflict.REPLACE)));
        assertThat(pipeline.idsOf("prices")).isEqualTo(IdRule.DEFAULT);
        assertThat(PipelineText.read(PipelineText.of(pipeline))).isEqualTo(pipeline);
        assertThat(parse(PipelineText.of(pipeline))).isEqualTo(pipeline);
        assertThat(Stream.of("orders", "customers", "prices", "shops", "undeclared")
                        .filter(pipeline::replaces))
                .as("latest replaces unless it says otherwise")
                .containsExactly("customers", "prices");
    }

    @Test
    void mergesTheFilesOfAFolder() throws IOException {
        Files.writeString(folder.resolve("1.yaml"), "version: 1\nstreams: {a: {key: k}, b: {key: k}}\n");
        Files.writeString(folder.resolve("2.yml"), "version: 1\njoins: {ab: {inputs: {a: one, b: one}}}\n");
        Files.writeString(folder.resolve("readme.txt"), "not read");
        assertThat(PipelineFile.read(folder).joins()).containsKey("ab");
    }

    @Test
    void reportsTheProblemsOfAllFilesTogether() throws IOException {
        Path first = Files.writeString(folder.resolve("1.yaml"), "version: 1\nstreams: {a: {}}\n");
        Path second = Files.writeString(folder.resolve("2.yaml"), "streams: {a: {}}\n");
        assertThatThrownBy(() -> PipelineFile.read(folder))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessage("INVALID_PIPELINE: 2 problems\n"
                        + second + ":1:1: no version; begin with 'version: 1'\n"
                        + second + ":1:11: stream 'a' is already the name of a stream at " + first
                        + ":2; streams, joins, computes and outputs share one set of names");
    }

    @Test
    void saysThatAFileDoesNotExist() {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> PipelineFile.read(missing))
                .isInstanceOf(RoundaboutException.class)
                .hasMessage("UNREADABLE_FILE: pipeline '" + missing + "' does not exist");
    }

    @Test
    void saysThatAFolderHasNoFiles() {
        assertThatThrownBy(() -> PipelineFile.read(folder))
                .isInstanceOf(RoundaboutException.class)
                .hasMessage("UNREADABLE_FILE: pipeline '" + folder + "' has no .yaml or .yml file");
    }

    @Test
    void comesBackFromItsTextUnchanged() {
        Pipeline pipeline = parse(WHOLE);
        String text = PipelineText.of(pipeline);
        Pipeline back = PipelineText.read(text);
        assertThat(back).isEqualTo(pipeline);
        assertThat(PipelineText.of(back)).isEqualTo(text);
        assertThat(back.streams().keySet())
                .containsExactlyElementsOf(pipeline.streams().keySet());
    }

    @Test
    void hasATextThatIsItselfAPipelineFile() {
        Pipeline pipeline = parse(WHOLE);
        assertThat(parse(PipelineText.of(pipeline))).isEqualTo(pipeline);
    }

    @Test
    void keepsItsTextFromOneVersionToTheNext() {
        assertThat(PipelineText.of(parse("version: 1\nstreams: {a: {key: k}, b: {format: text, key: none}}\n")))
                .isEqualTo("{\"version\":1,\"streams\":{\"a\":{\"key\":\"/k\",\"format\":\"json\"},"
                        + "\"b\":{\"key\":\"none\",\"format\":\"text\"}},\"joins\":{},\"outputs\":{}}");
    }

    @Test
    void writesThePipelineWhereNothingIsDeclared() {
        assertThat(PipelineText.read(PipelineText.of(Pipeline.NONE))).isEqualTo(Pipeline.NONE);
    }

    static List<BrokenPipeline> brokenRules() {
        return BrokenRules.all();
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void saysWhatIsWrongInTheWordsOfTheWholeContract(BrokenPipeline broken) {
        InvalidPipelineException invalid =
                catchThrowableOfType(InvalidPipelineException.class, () -> parseAll(broken.yaml()));
        assertThat(invalid).as("no problem was found").isNotNull();
        assertThat(invalid.problems().stream().map(Problem::toString)).containsExactlyElementsOf(broken.problems());
    }

    @Test
    void readsEveryWordOfTheContract() {
        Pipeline pipeline = parseAll(CONTRACT);
        assertThat(pipeline.streams().values().stream().map(StreamRule::intake))
                .contains(new Intake(
                        new BodyRule(
                                Optional.of("{\"type\": \"object\"}"),
                                OnInvalid.REFUSE,
                                Map.of("amount", "decimal(18,2)")),
                        Optional.of("amount > 0"),
                        Optional.of(Duration.ofDays(7)),
                        Optional.of(new Quota(OptionalLong.of(10_000_000), OptionalLong.of(20L << 30))),
                        Optional.of(new Expectation.By(LocalTime.of(6, 0), ZoneId.of("Europe/Lisbon")))));
        assertThat(pipeline.joins().get("enriched"))
                .isEqualTo(new JoinRule(
                        "enriched",
                        List.of(
                                new Input("orders", InputMode.ONE),
                                new Input("customers", InputMode.LATEST),
                                new Input("lines", InputMode.ALL, 500)),
                        new Ending(new Completion.AtLeast(2), Optional.of(Duration.ofDays(1)), Otherwise.PARTIAL),
                        new ResultRule(Optional.of("orders.amount * 1.23 AS gross"), Optional.empty()),
                        "enriched"));
        assertThat(pipeline.joins().values())
                .extracting(join -> join.ending().completion())
                .containsExactly(
                        new Completion.AtLeast(2),
                        new Completion.Any(),
                        new Completion.When("orders.amount > 1"),
                        new Completion.All());
        assertThat(pipeline.joins().values().stream().map(JoinRule::result))
                .contains(new ResultRule(Optional.empty(), Optional.of("com.acme.MyRule")));
        assertThat(pipeline.computes().values())
                .containsExactly(
                        new ComputeRule(
                                "turnover",
                                "orders",
                                Optional.empty(),
                                "/country",
                                "count(*) AS n, sum(amount) AS total",
                                Optional.of(
                                        new Window(Duration.ofHours(1), Optional.of("/at"), Duration.ofMinutes(10)))),
                        new ComputeRule(
                                "words",
                                "notes",
                                Optional.of(new Explode("split(value, ' ')", "word")),
                                "word",
                                "count(*) AS n",
                                Optional.empty()));
        assertThat(pipeline.outputs().values())
                .containsExactly(
                        new OutputRule(
                                "enriched",
                                Deliver.QUEUE,
                                20,
                                new Keeping(Optional.of(Duration.ofDays(30)), OnExpiry.DROP, Optional.empty()),
                                Optional.empty()),
                        new OutputRule(
                                "archive",
                                Deliver.TOPIC,
                                20,
                                new Keeping(Optional.empty(), OnExpiry.DEAD, Optional.of(Duration.ofDays(2))),
                                Optional.of("enriched")));
        assertThat(pipeline.allowsUndeclared()).isTrue();
        assertThat(PipelineText.read(PipelineText.of(pipeline))).isEqualTo(pipeline);
        assertThat(parseAll(PipelineText.of(pipeline))).isEqualTo(pipeline);
    }

    @Test
    void readsASchemaFromTheFileBesideIt() throws IOException {
        Files.writeString(folder.resolve("a.schema.json"), "{\"type\":\"object\"}");
        Path file = Files.writeString(
                folder.resolve("p.yaml"), "version: 1\nstreams: {a: {schema: a.schema.json}, b: {schema: b.json}}\n");
        Map<String, String> texts = Map.of(file.toString(), Files.readString(file));
        assertThatThrownBy(() -> PipelineFile.parse(texts, ExpressionCheck.NONE, Reach.ALL, PipelineFile::beside))
                .hasMessage("INVALID_PIPELINE: 1 problem\n" + file
                        + ":2:51: schema 'b.json' cannot be read: there is no file " + folder.resolve("b.json")
                        + "; put it beside the pipeline file");
    }

    @Test
    void asksAboutEachExpressionAtItsPlace() {
        List<Expression> asked = new ArrayList<>();
        ExpressionCheck check = (pipeline, expression) -> {
            asked.add(expression);
            return expression.role() == Expression.Role.JOIN_SELECT
                    ? new ExpressionCheck.Findings(List.of("no field 'x'; did you mean 'y'?"), List.of())
                    : new ExpressionCheck.Findings(List.of(), List.of("orders.amount is DOUBLE"));
        };
        String wrong = "    select: orders.x\n";
        assertThatThrownBy(() -> parse(EXPRESSIONS + wrong, check))
                .hasMessage("INVALID_PIPELINE: 1 problem\np.yaml:11:13: no field 'x'; did you mean 'y'?");
        assertThat(asked)
                .containsExactly(
                        new Expression(Expression.Role.FIELD_TYPE, "orders", "date"),
                        new Expression(Expression.Role.STREAM_WHERE, "orders", "amount > 0"),
                        new Expression(Expression.Role.JOIN_WHEN, "j", "orders.amount > 1"),
                        new Expression(Expression.Role.JOIN_SELECT, "j", "orders.x"));
        assertThat(parse(EXPRESSIONS, check).guesses())
                .containsExactly(
                        new Problem("p.yaml", 4, 19, "orders.amount is DOUBLE"),
                        new Problem("p.yaml", 5, 12, "orders.amount is DOUBLE"),
                        new Problem("p.yaml", 10, 22, "orders.amount is DOUBLE"));
    }

    private static CheckedPipeline parse(String yaml, ExpressionCheck check) {
        return PipelineFile.parse(Map.of("p.yaml", yaml), check, Reach.ALL, (file, name) -> "{}");
    }

    private static Pipeline parseAll(String yaml) {
        return PipelineFile.parse(Map.of("p.yaml", yaml), ExpressionCheck.NONE, Reach.ALL, (file, name) -> {
                    if (name.equals("missing.json")) {
                        throw new IOException("there is no file missing.json");
                    }
                    return name.equals("bad.json") ? "[1]" : "{\"type\": \"object\"}";
                })
                .pipeline();
    }

    private static Pipeline parse(String yaml) {
        return PipelineFile.parse(Map.of("p.yaml", yaml));
    }

    /** What a compute added up cannot be taken out again. */
    @Test
    void replacesNothingThatAComputeAddsUp() {
        String latest = """
                version: 1
                streams: {a: {key: k, id: i}, b: {key: k}}
                joins: {x: {inputs: {a: latest, b: one}}}
                """;
        String computed = latest + "computes: {c: {from: a, key: k, aggregate: count(*) AS n}}\n";

        assertThat(PipelineFile.parse(Map.of("p.yaml", latest)).replaces("a")).isTrue();
        assertThat(PipelineFile.parse(Map.of("p.yaml", computed)).replaces("a")).isFalse();
    }
}
