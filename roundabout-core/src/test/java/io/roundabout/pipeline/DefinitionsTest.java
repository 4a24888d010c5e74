package io.roundabout.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.StreamCatalog;
import io.roundabout.entrance.StreamDefinition;
import io.roundabout.entrance.StreamFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
    @Test
    void tellsTheEntranceWhatEachStreamIs() {
        StreamCatalog catalog = Definitions.of(PipelineFile.parse(Map.of("p.yaml", """
                version: 1
                streams: {a: {key: k}, b: {}, c: {format: text}, d: {format: bytes, key: none},
                  e: {key: k, id: i}}
                """)));
        assertThat(catalog.undeclaredAllowed()).isFalse();
        assertThat(catalog.declared().values())
                .containsExactlyInAnyOrder(
                        new StreamDefinition(
                                "a",
                                StreamFormat.JSON,
                                Optional.of("/k"),
                                Optional.empty(),
                                true,
                                true,
                                Optional.empty()),
                        new StreamDefinition(
                                "b",
                                StreamFormat.JSON,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                true,
                                Optional.empty()),
                        new StreamDefinition(
                                "c",
                                StreamFormat.TEXT,
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                true,
                                Optional.empty()),
                        new StreamDefinition(
                                "d",
                                StreamFormat.BYTES,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                true,
                                Optional.empty()),
                        new StreamDefinition(
                                "e",
                                StreamFormat.JSON,
                                Optional.of("/k"),
                                Optional.of("/i"),
                                true,
                                true,
                                Optional.empty()));
    }

    @Test
    void allowsAnyNameWhereNothingIsDeclared() {
        assertThat(Definitions.of(Pipeline.NONE)).isEqualTo(new StreamCatalog(Map.of(), true));
    }
}
