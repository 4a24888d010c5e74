package io.roundabout.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are down, or take what is sent and say nothing: told in one line, and in less than a minute. */
@Timeout(60)
class ServersDownIT {
    private static final String HOST = "127.0.0.1";

    @Test
    void saysThatTheNameNodeIsDown() throws IOException {
        String file = "hdfs://" + HOST + ":" + closedPort() + "/in/a.jsonl";
        assertThat(failure(file))
                .startsWith("'" + file + "': the NameNode cannot be reached: ")
                .endsWith(". Is HDFS up, and is that its address?")
                .contains("Connection refused")
                .doesNotContain("\n");
    }

    @Test
    void saysThatTheNameNodeSaysNothing() throws IOException {
        try (ServerSocket silent = silent()) {
            String file = "hdfs://" + HOST + ":" + silent.getLocalPort() + "/in/*.jsonl";
            assertThat(failure(file)).startsWith("'" + file + "': the NameNode cannot be reached: ");
        }
    }

    @Test
    void saysThatWhatListensIsNoNameNode() throws IOException {
        CompletableFuture<Void> hangingUp;
        try (ServerSocket stranger = silent()) {
            hangingUp = CompletableFuture.runAsync(() -> hangUp(stranger));
            String file = "hdfs://" + HOST + ":" + stranger.getLocalPort() + "/in/*.jsonl";
            assertThat(failure(file))
                    .isEqualTo("'" + file + "': the NameNode cannot be reached: it closed the connection."
                            + " Is HDFS up, and is that its address?");
        }
        assertThat(hangingUp).succeedsWithin(Duration.ofSeconds(10));
    }

    private static void hangUp(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket guest = server.accept()) {
                guest.shutdownOutput();
                guest.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // A guest was quicker, or there are no more.
                assertThat(server.isBound()).isTrue();
            }
        }
    }

    @Test
    void saysThatZooKeeperIsDown() throws IOException {
        int port = closedPort();
        String table = "hbase://" + HOST + ":" + port + "/customers";
        assertThat(failure(table))
                .isEqualTo("'" + table + "': ZooKeeper cannot be reached at 127.0.0.1:" + port
                        + ": Connection refused. Is HBase up, and is that its quorum?");
    }

    @Test
    void saysThatZooKeeperSaysNothing() throws IOException {
        try (ServerSocket silent = silent()) {
            String table = "hbase://" + HOST + ":" + silent.getLocalPort() + "/customers";
            assertThat(failure(table))
                    .startsWith("'" + table + "': HBase does not answer: ")
                    .doesNotContain("\n");
        }
    }

    private static String failure(String argument) {
        return ReadSource.of(argument, SourceOptions.DEFAULT).failure();
    }

    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static int closedPort() throws IOException {
        try (ServerSocket closed = silent()) {
            return closed.getLocalPort();
        }
    }
}
