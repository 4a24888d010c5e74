package io.roundabout.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.pipeline.Difference.Change;
import io.roundabout.pipeline.Difference.FieldChange;
import io.roundabout.pipeline.Difference.How;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final String BEFORE = """
            version: 1
            streams: {a: {key: k}, b: {key: k}, gone: {}}
            joins: {ab: {inputs: {a: one, b: one}}}
            """;

    @Test
    void isNothingBetweenTheSameRules() {
        assertThat(Difference.between(parse(BEFORE), parse(BEFORE)).isEmpty()).isTrue();
    }

    @Test
    void saysWhatIsAddedChangedAndRemoved() {
        Pipeline after = parse("""
                version: 1
                streams: {a: {key: k, id: i}, b: {key: j}, more: {format: text}}
                joins: {ab: {inputs: {b: one, a: one}, output: all}}
                outputs: {all: {max-deliveries: 3}}
                """);

        assertThat(Difference.between(parse(BEFORE), after).changes())
                .containsExactly(
                        new Change(How.CHANGED, "stream", "a", List.of(new FieldChange("id", "", "/i"))),
                        new Change(How.CHANGED, "stream", "b", List.of(new FieldChange("key", "/k", "/j"))),
                        new Change(How.REMOVED, "stream", "gone", List.of(new FieldChange("format", "json", ""))),
                        new Change(How.ADDED, "stream", "more", List.of(new FieldChange("format", "", "text"))),
                        new Change(
                                How.CHANGED,
                                "join",
                                "ab",
                                List.of(
                                        new FieldChange(
                                                "inputs",
                                                "{\"a\":\"one\",\"b\":\"one\"}",
                                                "{\"b\":\"one\",\"a\":\"one\"}"),
                                        new FieldChange("output", "ab", "all"))),
                        new Change(
                                How.ADDED,
                                "output",
                                "all",
                                List.of(
                                        new FieldChange("deliver", "", "queue"),
                                        new FieldChange("max-deliveries", "", "3"))));
    }

    private static Pipeline parse(String yaml) {
        return PipelineFile.parse(Map.of("p.yaml", yaml));
    }
}
