package io.roundabout.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.roundabout.RoundaboutException;
import io.roundabout.entrance.StreamFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                        + ":2; streams, joins and outputs share one set of names");
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

    private static Pipeline parse(String yaml) {
        return PipelineFile.parse(Map.of("p.yaml", yaml));
    }
}
