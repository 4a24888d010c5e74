package io.roundabout.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** What the rules of a pipeline mean, told as cases and tried in many orders: {@code src/test/resources/rules}. */
class RulesTest {
    private static final Path RULES = Path.of("src", "test", "resources", "rules");

    @TestFactory
    Stream<DynamicContainer> rules() throws IOException {
        try (Stream<Path> folders = Files.list(RULES)) {
            List<Path> pipelines = folders.sorted().toList();
            assertThat(pipelines).isNotEmpty();
            return pipelines.stream()
                    .map(folder -> DynamicContainer.dynamicContainer(
                            folder.getFileName().toString(), PipelineTests.in(folder)));
        }
    }
}
