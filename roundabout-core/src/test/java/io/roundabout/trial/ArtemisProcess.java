package io.roundabout.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real ActiveMQ Artemis in a process of its own, with one queue and one user, killed and started again on the same port and
 * folder. It ends with this process, as it reads its pipe. Where it cannot be downloaded the test that asks for it is skipped
 * by name.
 */
final class ArtemisProcess implements AutoCloseable {
    static final String USER = "hub";
    static final String PASSWORD = "p@ss:w%rd";

    private static final Path PROJECT =
            Path.of("src", "test", "servers", "artemis").toAbsolutePath();
    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private final String queue;
    private final String classPath;
    private final int port = KeptPorts.three().get(0);
    private @Nullable Process process;

    private ArtemisProcess(Path folder, String queue, String classPath) {
        this.folder = folder;
        this.queue = queue;
        this.classPath = classPath;
    }

    /** Prepares one that keeps what it has in {@code folder}; nothing runs yet. */
    static ArtemisProcess in(Path folder, String queue) throws InterruptedException {
        Optional<String> classPath = ServerClassPath.of(PROJECT, folder);
        Assumptions.assumeTrue(
                classPath.isPresent(), "skipped: Artemis cannot be had from Maven Central with mvn -f " + PROJECT);
        return new ArtemisProcess(folder, queue, classPath.orElseThrow());
    }

    int port() {
        return port;
    }

    /** Starts it, or starts it again, and returns once it is ready. */
    ArtemisProcess start() throws IOException {
        Path err = folder.resolve("artemis.err");
        Process started = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        PROJECT.resolve("Artemis.java").toString(),
                        folder.resolve("artemis").toString(),
                        Integer.toString(port),
                        queue,
                        USER,
                        PASSWORD))
                .redirectError(err.toFile())
                .start();
        process = started;
        BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.equals("ready")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new AssertionError("it did not start: " + Files.readString(err));
        }
        return this;
    }

    /** Ends it with SIGKILL. */
    void kill9() {
        Process killed = process;
        if (killed != null) {
            killed.destroyForcibly().onExit().join();
        }
    }

    /** Takes all there is, until nothing came for a second. */
    List<Message<?>> takeAll() throws ClientException {
        List<Message<?>> messages = new ArrayList<>();
        try (Client client = Client.create();
                Connection connection = connect(client);
                Receiver receiver = connection.openReceiver(queue)) {
            Delivery next = receiver.receive(10, TimeUnit.SECONDS);
            while (next != null) {
                messages.add(next.message());
                next.accept();
                next = receiver.receive(1, TimeUnit.SECONDS);
            }
        }
        return messages;
    }

    /** Sends a message, and returns what the broker decided about it. */
    DeliveryState.Type send(Message<?> message) throws ClientException {
        try (Client client = Client.create();
                Connection connection = connect(client);
                Sender sender = connection.openSender(queue)) {
            return sender.send(message)
                    .awaitSettlement(10, TimeUnit.SECONDS)
                    .remoteState()
                    .getType();
        }
    }

    private Connection connect(Client client) throws ClientException {
        return client.connect(HOST, port, new ConnectionOptions().user(USER).password(PASSWORD));
    }

    @Override
    public void close() {
        kill9();
    }
}
