package io.roundabout.trial;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/**
 * A standalone cluster of Spark: one master and some workers, each a process of its own on loopback, and the executors that
 * they start. Close it: whatever happens, no process is left. Confined to one thread.
 */
final class SparkCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final Path folder;
    private final Path home;
    private final Path secret;
    private final int port = KeptPorts.three().get(0);
    private final List<Process> processes = new ArrayList<>();

    private SparkCluster(Path folder) throws IOException {
        this.folder = folder;
        home = Files.createDirectories(folder.resolve("spark-home"));
        secret = Files.writeString(folder.resolve("secret"), "of the test\n");
        pack(Files.createDirectories(home.resolve("jars")).resolve("classpath.jar"));
    }

    /** Starts a master and workers, and returns once the master listens. */
    static SparkCluster in(Path folder, int workers) throws IOException {
        SparkCluster cluster = new SparkCluster(folder);
        cluster.start("master", Master.class, "--port", Integer.toString(cluster.port));
        await().atMost(HubProcess.PATIENCE).ignoreExceptions().until(() -> {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), cluster.port)) {
                return probe.isConnected();
            }
        });
        for (int worker = 0; worker < workers; worker++) {
            Path work = Files.createDirectories(folder.resolve("worker" + worker));
            cluster.start(
                    "worker" + worker,
                    Worker.class,
                    "--cores",
                    "2",
                    "--memory",
                    "512M",
                    "--work-dir",
                    work.toString(),
                    cluster.url());
        }
        return cluster;
    }

    /** What a person puts into a worker's {@code SPARK_HOME/jars}, as one jar that names them all. */
    private static void pack(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    private void start(String name, Class<?> role, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-Dspark.authenticate=true", "-Dspark.authenticate.secret=of the test"));
        // It takes no secret, and nobody needs it.
        command.add("-Dspark.master.rest.enabled=false");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), role.getName()));
        command.addAll(List.of("--host", HOST, "--webui-port", "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", HOST);
        builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve(name).toString());
        processes.add(builder.start());
    }

    /** Has a hub run here, with executors of 512 MiB. */
    HubProcess host(HubProcess hub) {
        return hub.with("ROUNDABOUT_MASTER", url())
                .with("ROUNDABOUT_CLUSTER_SECRET_FILE", secret.toString())
                .option("-Dspark.executor.memory=512m")
                // Else executors would read each other's files, since they are on one machine.
                .option("-Dspark.shuffle.readHostLocalDisk=false")
                .option("-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    }

    String url() {
        return "spark://" + HOST + ":" + port;
    }

    /** Waits until so many executors run. */
    void awaitExecutors(int count) {
        await().atMost(HubProcess.PATIENCE).until(() -> executors().size() == count);
    }

    /** Ends one executor with SIGKILL. */
    void killAnExecutor() {
        ProcessHandle victim = executors().get(0);
        victim.destroyForcibly();
        victim.onExit().join();
    }

    private List<ProcessHandle> executors() {
        return processes.stream()
                .flatMap(process -> process.toHandle().children())
                .filter(child -> child.info().commandLine().orElse("").contains(EXECUTOR))
                .toList();
    }

    @Override
    public void close() {
        // A worker would start an executor again.
        List<ProcessHandle> left = processes.stream()
                .flatMap(process -> process.toHandle().descendants())
                .toList();
        processes.forEach(process -> process.destroyForcibly().onExit().join());
        left.forEach(child -> {
            child.destroyForcibly();
            child.onExit().join();
        });
    }
}
