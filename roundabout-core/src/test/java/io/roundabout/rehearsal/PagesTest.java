package io.roundabout.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.roundabout.expression.CatalystCheck;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pipelines that the documentation shows, with the cases beside them. */
class PagesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final List<String> PAGES = List.of("pipelines.md", "cookbook.md");

    @TestFactory
    Stream<DynamicTest> pipelinesAreAccepted() {
        return examples()
                .map(example -> DynamicTest.dynamicTest(
                        example.place, () -> assertThatCode(example::parsed).doesNotThrowAnyException()));
    }

    @TestFactory
    Stream<DynamicTest> casesPass() {
        return examples()
                .filter(example -> !example.cases.isEmpty())
                .map(example -> DynamicTest.dynamicTest(
                        example.place,
                        () -> assertThat(example.run())
                                .isNotEmpty()
                                .allSatisfy(verdict -> assertThat(verdict.isPassed())
                                        .as(verdict.text())
                                        .isTrue())));
    }

    @Test
    void mostPipelinesHaveCases() {
        List<Example> examples = examples("pipelines.md");
        assertThat(examples).hasSizeGreaterThan(15);
        assertThat(examples.stream().filter(example -> example.cases.isEmpty())).hasSizeLessThan(5);
    }

    private static Stream<Example> examples() {
        return PAGES.stream().flatMap(page -> examples(page).stream());
    }

    private static List<Example> examples(String page) {
        List<Example> examples = new ArrayList<>();
        BLOCK.matcher(text(page)).results().map(block -> block.group(1)).forEach(block -> {
            if (block.startsWith("version:")) {
                examples.add(new Example(page + " " + (examples.size() + 1), block, new ArrayList<>()));
            } else if (block.startsWith("cases:")) {
                examples.get(examples.size() - 1).cases.add(block);
            }
        });
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(
                        example -> assertThat(example.cases).as(example.place).hasSizeLessThan(2));
        return examples;
    }

    private static String text(String page) {
        try {
            return Files.readString(DOCS.resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pipeline of a page, and the block of cases behind it if there is one. */
    private record Example(String place, String pipeline, List<String> cases) {
        Pipeline parsed() {
            return PipelineFile.parse(Map.of(place, pipeline), new CatalystCheck())
                    .pipeline();
        }

        List<Verdict> run() {
            return Rehearsal.of(parsed(), Map.of(place, cases.get(0))).run(RehearsalOptions.DEFAULT);
        }
    }
}
