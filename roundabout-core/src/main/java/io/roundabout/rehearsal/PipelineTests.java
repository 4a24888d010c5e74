package io.roundabout.rehearsal;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The cases of a pipeline as tests of JUnit 5:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> pipeline() {
 *     return PipelineTests.in(Path.of("pipelines/orders"));
 * }
 * }</pre>
 *
 * <p>Who uses it has JUnit on the class path; nothing else of the hub needs it.
 */
public final class PipelineTests {
    private PipelineTests() {}

    /**
     * Returns a test for each case of a folder, in 200 orders that are the same each time.
     *
     * @param folder as for {@link Rehearsal#of(Path)}
     */
    public static Stream<DynamicTest> in(Path folder) {
        return in(folder, RehearsalOptions.DEFAULT);
    }

    /** As {@link #in(Path)}, in other orders. */
    public static Stream<DynamicTest> in(Path folder, RehearsalOptions options) {
        Rehearsal rehearsal = Rehearsal.of(folder);
        return rehearsal.cases().stream()
                .map(named -> DynamicTest.dynamicTest(named.name(), () -> {
                    Verdict verdict = rehearsal.run(named, options);
                    if (!verdict.isPassed()) {
                        throw new AssertionError(verdict.text());
                    }
                }));
    }
}
