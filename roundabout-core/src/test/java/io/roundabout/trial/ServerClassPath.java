package io.roundabout.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Class paths of servers that run in processes of their own, since what they need does not go with what the hub needs. */
final class ServerClassPath {
    private static final long PATIENCE_SECONDS = 300;

    private ServerClassPath() {}

    /**
     * Finds what a project's {@code pom.xml} names.
     *
     * @param folder where files for it may be written
     * @return empty if Maven neither has it nor can fetch it
     */
    static Optional<String> of(Path project, Path folder) throws InterruptedException {
        Path found = folder.resolve("servers.cp");
        try {
            Process maven = new ProcessBuilder(
                            "mvn",
                            "-q",
                            "-B",
                            "-f",
                            project.resolve("pom.xml").toString(),
                            "dependency:build-classpath",
                            "-Dmdep.outputFile=" + found)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("servers.mvn").toFile())
                    .start();
            boolean built = maven.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && maven.exitValue() == 0;
            maven.destroyForcibly();
            return built ? Optional.of(Files.readString(found)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
