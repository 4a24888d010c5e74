package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/roundabout demo}, as a newcomer runs it. */
class DemoIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void showsTheWholeJourneyAndPrintsEveryResult() throws Exception {
        assumeTrue(hasPython(), "the demo's vehicles need python3 on the PATH");
        Path results = folder.resolve("results");
        Path words = folder.resolve("words");

        Process demo = new ProcessBuilder(HOME.resolve("bin/roundabout").toString(), "demo")
                .redirectOutput(results.toFile())
                .redirectError(words.toFile())
                .start();
        try {
            assertThat(demo.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }

        assertThat(Files.readString(words)).contains("248 results for 248 countries", "refused: line 9: no-key");
        assertThat(demo.exitValue()).isZero();
        List<String> lines = Files.readAllLines(results);
        assertThat(lines)
                .hasSize(248)
                .contains(
                        "{\"key\":\"CHF\",\"countries\":{\"country\":\"CH\",\"iso3\":\"CHE\",\"name\":\"Switzerland\","
                                + "\"currency\":\"CHF\"},\"currencies\":{\"code\":\"CHF\",\"name\":\"Swiss Franc\",\"number\":756,"
                                + "\"digits\":2}}");
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
