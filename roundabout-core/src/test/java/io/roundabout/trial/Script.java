package io.roundabout.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Vehicles in other languages. Each is skipped by name where its language or its client is missing. */
final class Script {
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "interop");
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Script() {}

    /** What a program printed, and its exit code. */
    private record Output(int code, String text) {}

    /** Runs {@code collect.py} and returns the lines it printed. */
    static List<String> python(String... arguments) throws IOException, InterruptedException {
        String python = Stream.of("../vehicle-sdk-python/target/venv/bin/python", "python3", "/usr/bin/python3")
                .filter(Script::hasProton)
                .findFirst()
                .or(Script::installProton)
                .orElseGet(() ->
                        Assumptions.abort("skipped: no python3 with python-qpid-proton, and none can be installed"));
        return lines(
                Stream.concat(Stream.of(python, SCRIPTS.resolve("collect.py").toString()), Stream.of(arguments)),
                Map.of());
    }

    /** Runs {@code collect.js} and returns the lines it printed. */
    static List<String> node(String... arguments) throws IOException, InterruptedException {
        Path modules = TARGET.resolve("rhea").resolve("node_modules");
        if (!Files.isDirectory(modules.resolve("rhea"))) {
            String folder = TARGET.resolve("rhea").toString();
            boolean installed = runs("node", "--version")
                    && runs("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "rhea@3.0.5");
            Assumptions.assumeTrue(installed, "skipped: no node and npm, or rhea 3.0.5 cannot be installed");
        }
        return lines(
                Stream.concat(Stream.of("node", SCRIPTS.resolve("collect.js").toString()), Stream.of(arguments)),
                Map.of("NODE_PATH", modules.toString()));
    }

    private static boolean hasProton(String python) {
        return runs(python, "-c", "import proton");
    }

    private static Optional<String> installProton() {
        String folder = TARGET.resolve("proton").toString();
        String python = folder + "/bin/python";
        boolean installed = hasProton(python) || runs("python3", "-m", "venv", folder);
        installed = installed && runs(python, "-m", "pip", "install", "--quiet", "python-qpid-proton==0.40.0");
        return installed ? Optional.of(python) : Optional.empty();
    }

    private static List<String> lines(Stream<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Output output = run(command.toList(), environment);
        if (output.code() != 0) {
            throw new AssertionError("exit code " + output.code() + ": " + output.text());
        }
        return output.text().lines().toList();
    }

    private static boolean runs(String... command) {
        try {
            return run(List.of(command), Map.of()).code() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Output run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path printed = Files.createTempFile(TARGET, "script", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(command + " has not ended: " + Files.readString(printed));
            }
            return new Output(process.exitValue(), Files.readString(printed, UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(printed);
        }
    }
}
