package io.roundabout.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Vehicles in other languages. Each is skipped by name where its language or its client is missing. */
final class Script {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path SDK = Path.of("..", "vehicle-sdk-python", "src").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private Script() {}

    /** What a program printed, and its exit code. */
    private record Output(int code, String text) {}

    /** Runs a Python script, with python-qpid-proton and the SDK at hand, and returns the lines it printed. */
    static List<String> python(Map<String, String> environment, Path script, String... arguments)
            throws IOException, InterruptedException {
        String python = Stream.of("../vehicle-sdk-python/target/clean/bin/python", "python3", "/usr/bin/python3")
                .filter(Script::hasProton)
                .findFirst()
                .or(Script::installProton)
                .orElseGet(() ->
                        Assumptions.abort("skipped: no python3 with python-qpid-proton, and none can be installed"));
        return lines(with(environment, "PYTHONPATH", SDK.toString()), python, script, arguments);
    }

    /** Runs a script of Node, with rhea at hand, and returns the lines it printed. */
    static List<String> node(Map<String, String> environment, Path script, String... arguments)
            throws IOException, InterruptedException {
        Path modules = TARGET.resolve("rhea").resolve("node_modules");
        if (!Files.isDirectory(modules.resolve("rhea"))) {
            String folder = TARGET.resolve("rhea").toString();
            boolean installed = runs("node", "--version")
                    && runs("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "rhea@3.0.5");
            Assumptions.assumeTrue(installed, "skipped: no node and npm, or rhea 3.0.5 cannot be installed");
        }
        return lines(with(environment, "NODE_PATH", modules.toString()), "node", script, arguments);
    }

    /** Runs a script of bash and returns the lines it printed. */
    static List<String> bash(Map<String, String> environment, Path script, String... arguments)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(runs("bash", "--version"), "skipped: no bash");
        return lines(environment, "bash", script, arguments);
    }

    /** Runs a source file of Java, with the class path of the tests, and returns the lines it printed. */
    static List<String> java(Map<String, String> environment, Path script, String... arguments)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Map<String, String> withClasses = with(environment, "CLASSPATH", System.getProperty("java.class.path"));
        return lines(withClasses, java, script, arguments);
    }

    /** Tells whether the program can be run at all. */
    static boolean runs(String... command) {
        try {
            return run(List.of(command), Map.of()).code() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }

    private static List<String> lines(Map<String, String> environment, String program, Path script, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(program, script.toString()), Stream.of(arguments))
                .toList();
        Output output = run(command, environment);
        if (output.code() != 0) {
            throw new AssertionError(command + ": exit code " + output.code() + ": " + output.text());
        }
        return output.text().lines().toList();
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
