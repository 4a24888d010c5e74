package io.roundabout.trial;

import static java.util.Locale.ROOT;
import static org.awaitility.Awaitility.await;

import io.roundabout.hub.FaultPoint;
import io.roundabout.hub.FaultyHub;
import io.roundabout.hub.RoundaboutMain;
import io.roundabout.vehicle.Vehicle;
import io.roundabout.vehicle.VehicleBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A hub in a process of its own, started as {@code roundabout serve}, killed and started again on the same ports and state.
 * Close it: whatever happens, no process is left. Thread-safe, but for {@link #start} and what ends a process.
 */
final class HubProcess implements AutoCloseable {
    /** Far beyond what a hub takes, so that a busy machine fails no test. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String HOST = "127.0.0.1";
    private static final Pattern READY =
            Pattern.compile("roundabout ready entrance=\\S+:(\\d+) amqp=\\S+:(\\d+) http=\\S+:(\\d+).*");

    private final Path folder;
    private final String heap;
    private String state;
    private final Map<String, String> environment = new TreeMap<>(Map.of("SPARK_LOCAL_IP", HOST));
    private final List<String> options = new ArrayList<>();
    private Durability durability = Durability.POWER;
    private Optional<FaultPoint> fault = Optional.empty();
    private Optional<Path> pipeline = Optional.empty();
    private List<Integer> ports = KeptPorts.three();
    private String readyLine = "";
    private int starts;
    private @Nullable Process process;

    private HubProcess(Path folder, String heap) {
        this.folder = folder;
        this.heap = heap;
        this.state = folder.resolve("state").toString();
    }

    /** What the state is to survive. */
    enum Durability {
        POWER,
        PROCESS
    }

    /** It ended before it was ready. */
    static final class NotReadyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotReadyException(String message) {
            super(message);
        }
    }

    /** How a process ended: its exit code, and what it wrote to stderr. */
    record Ending(int code, List<String> words) {}

    /** Prepares a hub whose state is in {@code folder}; nothing runs yet. */
    static HubProcess in(Path folder) {
        return new HubProcess(folder, "-Xmx1g");
    }

    /** Prepares a hub with another heap, given as an option of the JVM. */
    static HubProcess in(Path folder, String heap) {
        return new HubProcess(folder, heap);
    }

    /** Gives it a pipeline file with this text. */
    HubProcess pipeline(String yaml) {
        try {
            pipeline = Optional.of(Files.writeString(folder.resolve("pipeline.yaml"), yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Keeps its state in this folder. */
    HubProcess state(Path folderOfState) {
        state = folderOfState.toString();
        return this;
    }

    /** Keeps its state on HDFS, at this address; what need not survive stays in its folder. */
    HubProcess stateOnHdfs(String address) {
        state = address;
        return with("ROUNDABOUT_CIRCULATION_WORK", folder.resolve("work").toString());
    }

    /** Starts it with this variable in its environment. */
    HubProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts its JVM with this option. */
    HubProcess option(String option) {
        options.add(option);
        return this;
    }

    /** Syncs what it writes, or not; it does unless told otherwise. */
    HubProcess durability(Durability wanted) {
        durability = wanted;
        return this;
    }

    /** Wants the same ports as another. */
    HubProcess portsOf(HubProcess other) {
        ports = other.ports;
        return this;
    }

    /** Starts it, or starts it again where it was, and returns once it says that it is ready. */
    HubProcess start() {
        Process started = launch();
        await().atMost(PATIENCE).until(() -> !started.isAlive() || ready().isPresent());
        Matcher doors = READY.matcher(
                ready().orElseThrow(() -> new NotReadyException("the hub ended before it was ready: " + words())));
        if (!doors.matches()) {
            throw new AssertionError("no ready line: " + doors);
        }
        readyLine = doors.group();
        ports = List.of(port(doors, 1), port(doors, 2), port(doors, 3));
        return this;
    }

    /** Starts it and returns how it ended, without waiting for it to be ready. */
    Ending startInVain() {
        launch();
        try {
            return awaitEnd();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts it with a fault, and returns how it ended, ready or not. */
    Ending startUntil(FaultPoint point) {
        fault = Optional.of(point);
        try {
            return startInVain();
        } finally {
            fault = Optional.empty();
        }
    }

    /** Starts it, and kills it so much later, ready or not. */
    void startAndKill(Duration later) {
        Process started = launch();
        try {
            if (started.waitFor(later.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it ended by itself: " + words());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        kill9();
    }

    /** Stops the process in its tracks with SIGSTOP. */
    void freeze() throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-STOP", Long.toString(pid())).start().waitFor() != 0) {
            throw new AssertionError("it cannot be stopped");
        }
    }

    /** Lets a process go on that was stopped in its tracks, and returns how it ended. */
    Ending thaw() throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-CONT", Long.toString(pid())).start().waitFor() != 0) {
            throw new AssertionError("it cannot go on");
        }
        return awaitEnd();
    }

    /** Waits until the process ends by itself, and returns how. */
    Ending awaitEnd() throws InterruptedException {
        Process ending = running();
        if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it runs: " + ready() + words());
        }
        return new Ending(ending.exitValue(), words());
    }

    /** Ends the process with SIGKILL. */
    void kill9() {
        Process killed = process;
        if (killed != null) {
            killed.destroyForcibly().onExit().join();
        }
    }

    /** Kills the process and starts it again. */
    void crash() {
        kill9();
        start();
    }

    /** Ends the process with SIGTERM, and waits as long as the product contract gives it: 10 s. */
    Ending stop() throws InterruptedException {
        Process stopped = running();
        stopped.destroy();
        if (!stopped.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs 10 s after SIGTERM: " + words());
        }
        return new Ending(stopped.exitValue(), words());
    }

    /** Waits until the gate can be reached: a killed hub is back. */
    void awaitGate() {
        await().atMost(PATIENCE).until(() -> {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), gatePort())) {
                return probe.isConnected();
            } catch (ConnectException e) {
                return false;
            }
        });
    }

    long pid() {
        return running().pid();
    }

    String readyLine() {
        return readyLine;
    }

    int entrancePort() {
        return ports.get(0);
    }

    int httpPort() {
        return ports.get(2);
    }

    int gatePort() {
        return ports.get(1);
    }

    /** Returns where the state is. */
    Path stateFolder() {
        return Path.of(state);
    }

    /** Returns what the hub says of itself: what is held, waits and was settled, as JSON. */
    String status() {
        return get("/api/v1/status");
    }

    /** Returns what it answers over HTTP. */
    String get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + ports.get(2) + path))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            return "no answer: " + e;
        }
    }

    /** Returns a vehicle of the SDK, not yet connected. */
    VehicleBuilder vehicle(String name) {
        return Vehicle.to(HOST).name(name).entrancePort(entrancePort()).amqpPort(gatePort());
    }

    /** Returns what the running process, or the last one, wrote to stderr. */
    List<String> words() {
        return lines("err");
    }

    @Override
    public void close() {
        kill9();
    }

    private Process running() {
        Process now = process;
        if (now == null) {
            throw new IllegalStateException("it was never started");
        }
        return now;
    }

    private Process launch() {
        starts++;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        // Most of these hubs live for seconds: with the quick compiler alone they take half the processor time.
        command.addAll(List.of(
                heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dlog4j2.configurationFile=log4j2.properties"));
        command.addAll(options);
        fault.ifPresent(point -> command.add("-D" + FaultPoint.PROPERTY + "=" + point.text()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add((fault.isPresent() ? FaultyHub.class : RoundaboutMain.class).getName());
        command.addAll(List.of(
                "serve", "--state", state, "--durability", durability.name().toLowerCase(ROOT)));
        command.addAll(List.of("--entrance", HOST + ":" + ports.get(0), "--amqp", HOST + ":" + ports.get(1)));
        command.addAll(List.of("--http", HOST + ":" + ports.get(2)));
        pipeline.ifPresent(file -> command.addAll(List.of("-f", file.toString())));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(file("out").toFile())
                .redirectError(file("err").toFile());
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> ready() {
        return lines("out").stream()
                .filter(line -> line.startsWith("roundabout ready"))
                .findFirst();
    }

    private List<String> lines(String kind) {
        try {
            return Files.readAllLines(file(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String kind) {
        return folder.resolve("hub-" + Integer.toHexString(System.identityHashCode(this)) + "-" + starts + "." + kind);
    }

    private static int port(Matcher doors, int group) {
        return Integer.parseInt(doors.group(group));
    }
}
