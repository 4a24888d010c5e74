package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/roundabout} in a checkout where nothing is built, with a Maven that only says how it was called. */
class LauncherTest {
    @TempDir
    Path home;

    @Test
    void buildsWithoutColours() throws IOException, InterruptedException {
        Path launcher = program("bin/roundabout", Files.readString(Path.of("..", "bin", "roundabout")));
        program("path/mvn", "#!/bin/sh\necho \"mvn $MAVEN_OPTS $*\"\nexit 1\n");
        Path printed = home.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "help")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().merge("PATH", home.resolve("path").toString(), (path, ours) -> ours + ":" + path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", "-Xmx1g");
        Process process = builder.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(printed))
                .contains("building what is missing")
                .contains("mvn -Xmx1g -Djansi.noreset=true -q -B -Dstyle.color=never ")
                .endsWith("roundabout: the build failed; see above\n");
    }

    private Path program(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
