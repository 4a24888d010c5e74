package io.roundabout.rehearsal;

import io.roundabout.classes.JarClasses;
import java.nio.file.Path;
import java.util.List;
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
        return tests(Rehearsal.of(folder), options);
    }

    /**
     * As {@link #in(Path, RehearsalOptions)}, of a pipeline that names classes.
     *
     * @param jars that have them; a folder of class files, such as {@code target/classes}, does too
     * @throws io.roundabout.RoundaboutException with code {@code UNREADABLE_FILE} if one is not there
     */
    public static Stream<DynamicTest> in(Path folder, RehearsalOptions options, List<Path> jars) {
        return tests(Rehearsal.of(folder, JarClasses.of(jars)), options);
    }

    private static Stream<DynamicTest> tests(Rehearsal rehearsal, RehearsalOptions options) {
        return rehearsal.cases().stream()
                .map(named -> DynamicTest.dynamicTest(named.name(), () -> {
                    Verdict verdict = rehearsal.run(named, options);
                    if (!verdict.isPassed()) {
                        throw new AssertionError(verdict.text());
                    }
                }));
    }
}
