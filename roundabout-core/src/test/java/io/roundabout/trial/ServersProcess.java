package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * Real HDFS, ZooKeeper and HBase in a process of their own, from Maven Central. They end with this one, as they read its
 * pipe. Where they cannot be downloaded the test that asks for them is skipped by name.
 */
final class ServersProcess implements AutoCloseable {
    private static final Path SOURCE =
            Path.of("..", "examples", "hdfs-hbase", "servers").toAbsolutePath().normalize();
    private static final Path HDFS_ALONE =
            Path.of("src", "test", "servers", "Hdfs.java").toAbsolutePath();
    private static final Pattern READY = Pattern.compile("ready hdfs=(\\S+) zookeeper=(\\S+)");
    private static final long PATIENCE_SECONDS = 300;

    /** Why a test that needs them is skipped. */
    static final String CANNOT_BE_HAD =
            "skipped: HDFS and HBase cannot be had from Maven Central with mvn -f " + SOURCE + "/pom.xml";

    private final Process process;
    private final BufferedReader out;
    private final Matcher ready;

    private ServersProcess(Process process, BufferedReader out, Matcher ready) {
        this.process = process;
        this.out = out;
        this.ready = ready;
    }

    /**
     * Starts them in {@code folder}.
     *
     * @param cells of the tables of HBase, each of table, row, family:qualifier and value, with tabs between and bytes as \xFF
     */
    static ServersProcess in(Path folder, List<String> cells) throws IOException, InterruptedException {
        Path tables = Files.write(folder.resolve("cells.tsv"), cells);
        return of(SOURCE.resolve("Servers.java"), tables.toString(), folder);
    }

    /** Starts HDFS alone, where a writer that was not heard of for so long may be replaced. */
    static ServersProcess hdfsIn(Path folder, Duration lease) throws IOException, InterruptedException {
        return of(HDFS_ALONE, Long.toString(lease.toMillis()), folder);
    }

    private static ServersProcess of(Path program, String argument, Path folder)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        java(),
                        "-Xmx1g",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Dtest.build.data.basedirectory=" + folder,
                        "-cp",
                        classPath(folder),
                        program.toString(),
                        argument))
                .directory(folder.toFile())
                .redirectError(folder.resolve("servers.err").toFile())
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<Matcher> ready = CompletableFuture.supplyAsync(() -> ready(out));
        try {
            return new ServersProcess(process, out, ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("they did not start: " + Files.readString(folder.resolve("servers.err")), e);
        }
    }

    /** Returns the address of HDFS, such as {@code hdfs://localhost:12345}. */
    String hdfs() {
        return ready.group(1);
    }

    /** Returns the address of ZooKeeper, such as {@code 127.0.0.1:12345}. */
    String zooKeeper() {
        return ready.group(2);
    }

    /** Has the NameNode {@code stop}, or {@code start} again where it was; returns when that is done. */
    void nameNode(String command) throws IOException {
        process.outputWriter().append(command).append('\n').flush();
        assertThat(out.readLine()).isEqualTo(command);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static Matcher ready(BufferedReader out) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    return ready;
                }
            }
            throw new IllegalStateException("they ended");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether Maven has them or can fetch them. */
    static boolean canBeHad(Path folder) throws InterruptedException {
        return ServerClassPath.of(SOURCE, folder).isPresent();
    }

    private static String classPath(Path folder) throws InterruptedException {
        Optional<String> classPath = ServerClassPath.of(SOURCE, folder);
        Assumptions.assumeTrue(classPath.isPresent(), CANNOT_BE_HAD);
        return classPath.orElseThrow();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
