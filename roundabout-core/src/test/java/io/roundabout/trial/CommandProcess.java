package io.roundabout.trial;

import io.roundabout.hub.RoundaboutMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command such as {@code roundabout collect} in a process of its own, as {@code bin/roundabout} runs it: what HBase needs
 * stands behind everything else. Close it: whatever happens, no process is left.
 */
final class CommandProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    /** What it wrote, and its exit code. */
    record Told(int code, List<String> out, String err) {}

    private CommandProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a command, which finds the doors of {@code hub}. */
    static CommandProcess start(HubProcess hub, Path folder, String... arguments) throws IOException {
        return start(hub.entrancePort(), hub.gatePort(), folder, arguments);
    }

    /** Starts a command that finds the doors at these ports. */
    static CommandProcess start(int entrancePort, int gatePort, Path folder, String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "command", ".out");
        Path err = Files.createTempFile(folder, "command", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "bin", "command.jvm").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator
                        + Path.of("target", "hbase").toAbsolutePath() + "/*",
                RoundaboutMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("ROUNDABOUT_ENTRANCE", "127.0.0.1:" + entrancePort);
        builder.environment().put("ROUNDABOUT_AMQP", "127.0.0.1:" + gatePort);
        builder.environment().put("HADOOP_USER_NAME", "root");
        return new CommandProcess(builder.start(), out, err);
    }

    /** Runs it to its end. */
    static Told run(HubProcess hub, Path folder, String... arguments) throws IOException, InterruptedException {
        try (CommandProcess command = start(hub, folder, arguments)) {
            return command.told();
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until it has ended. */
    Told told() throws IOException, InterruptedException {
        if (!process.waitFor(HubProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs: " + Files.readString(err));
        }
        return new Told(process.exitValue(), Files.readAllLines(out), Files.readString(err));
    }

    /** Ends it with SIGTERM. */
    void stop() {
        process.destroy();
    }

    /** Ends it with SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
