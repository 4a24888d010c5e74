package io.roundabout.vehicle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.roundabout.vehicle.testing.FakeHub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // what flush and close report need not be asked of each receipt
class VehicleTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private FakeHub hub;

    @BeforeEach
    void openHub() {
        hub = new FakeHub();
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    @Test
    void numbersMessagesAndCompletesTheirReceipts() {
        try (Vehicle vehicle = vehicle().build()) {
            CompletableFuture<Receipt> first = vehicle.push("orders", "{\"n\":1}");
            CompletableFuture<Receipt> second = vehicle.push("customers", "{\"n\":2}");
            assertThat(first.join()).isEqualTo(new Receipt("orders", 1, false));
            assertThat(second.join()).isEqualTo(new Receipt("customers", 2, false));
        }
    }

    @Test
    void pushesTextBytesAndKeysAsTheyAre() {
        try (Vehicle vehicle = vehicle().build()) {
            vehicle.push("notes", "!a command?");
            vehicle.push("notes", "two\nlines, é");
            vehicle.push("notes", Message.of("keyed").withKey("c 42"));
            vehicle.flush(SOON);
        }
        assertThat(hub.bodies("notes")).containsExactly("!a command?", "two\nlines, é", "keyed");
        assertThat(hub.messages("notes").get(2).key()).contains("c 42");
    }

    @Test
    void failsTheReceiptOfARefusedMessage() {
        refuse("bad");
        try (Vehicle vehicle = vehicle().build()) {
            CompletableFuture<Receipt> receipt = vehicle.push("orders", "bad");
            CompletionException failure = catchThrowableOfType(CompletionException.class, receipt::join);
            assertThat(failure.getCause())
                    .isInstanceOf(MessageRefusedException.class)
                    .hasMessage("message 1 to orders: no-key: message has no /id");
            assertThatThrownBy(() -> vehicle.flush(SOON)).isInstanceOf(RefusedMessagesException.class);
        }
    }

    @Test
    void flushListsWhatWasRefusedOnce() {
        refuse("bad");
        try (Vehicle vehicle = vehicle().build()) {
            vehicle.push("orders", "good");
            vehicle.push("orders", "bad");
            vehicle.push("orders", "bad");
            RefusedMessagesException refused =
                    catchThrowableOfType(RefusedMessagesException.class, () -> vehicle.flush(SOON));
            assertThat(refused)
                    .hasMessage("2 messages were refused: message 2 to orders: no-key: message has no /id;"
                            + " message 3 to orders: no-key: message has no /id");
            assertThat(refused.code()).isEqualTo("no-key");
            assertThat(refused.refused())
                    .containsExactly(
                            new RefusedMessage("orders", 2, "no-key", "message has no /id"),
                            new RefusedMessage("orders", 3, "no-key", "message has no /id"));
            vehicle.flush(SOON);
        }
    }

    @Test
    void closeReportsWhatNobodyFlushed() {
        refuse("bad");
        Vehicle vehicle = vehicle().build();
        vehicle.push("orders", "bad");
        assertThatThrownBy(vehicle::close).isInstanceOf(RefusedMessagesException.class);
        vehicle.close();
    }

    @Test
    void resendsOnlyWhatTheHubHadNotDecided() {
        hub.cutAfter(3);
        try (Vehicle vehicle = vehicle().session("s 1").build()) {
            List<CompletableFuture<Receipt>> receipts = IntStream.rangeClosed(1, 10)
                    .mapToObj(n -> vehicle.push("orders", "message " + n))
                    .toList();
            vehicle.flush(SOON);
            assertThat(receipts).allMatch(CompletableFuture::isDone);
        }
        assertThat(hub.bodies("orders"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10)
                        .mapToObj(n -> "message " + n)
                        .toList());
        assertThat(hub.connectionsMade()).isEqualTo(2);
        assertThat(hub.messages()).allMatch(message -> message.session().equals("s 1"));
    }

    @Test
    void learnsOfARefusalThatWasOnItsWayWhenTheConnectionBroke() {
        refuse("bad");
        try (Vehicle vehicle = vehicle().build()) {
            vehicle.push("orders", "good").join();
            hub.cutAfter(1);
            CompletableFuture<Receipt> receipt = vehicle.push("orders", "bad");
            assertThatThrownBy(receipt::join).hasCauseInstanceOf(MessageRefusedException.class);
            assertThatThrownBy(() -> vehicle.flush(SOON)).isInstanceOf(RefusedMessagesException.class);
        }
    }

    @Test
    void continuesASessionWhereItsLastVehicleStopped() {
        try (Vehicle vehicle = vehicle().session("file").build()) {
            vehicle.push("orders", "1");
            vehicle.push("orders", "2");
        }
        try (Vehicle vehicle = vehicle().session("file").build()) {
            assertThat(vehicle.last()).isEqualTo(2);
            assertThat(vehicle.push("orders", "3").join().number()).isEqualTo(3);
        }
    }

    @Test
    void hearsWhatItsSessionWasRefusedBefore() {
        refuse("bad");
        Vehicle first = vehicle().session("file").build();
        first.push("orders", "good");
        first.push("orders", "bad");
        assertThatThrownBy(first::close).isInstanceOf(RefusedMessagesException.class);
        try (Vehicle vehicle = vehicle().session("file").build()) {
            assertThat(vehicle.refusedBefore())
                    .extracting(RefusedMessage::number)
                    .containsExactly(2L);
        }
        try (Vehicle vehicle = vehicle().session("another").build()) {
            assertThat(vehicle.refusedBefore()).isEmpty();
        }
    }

    @Test
    void hearsWhatItsSessionWasRefusedBeforeOverALostConnection() throws IOException {
        String hello = "+hello roundabout/1 session=s last=2 max-line=9 max-put=9 window=9\n-err 1 no-key a\n";
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> greetings = CompletableFuture.supplyAsync(
                    () -> List.of(greet(door, hello, false), greet(door, hello + "-err 2 schema b\n+sync 2\n", true)));
            try (Vehicle vehicle = Vehicle.to("127.0.0.1")
                    .entrancePort(door.getLocalPort())
                    .session("s")
                    .build()) {
                assertThat(vehicle.refusedBefore())
                        .extracting(RefusedMessage::number)
                        .containsExactly(1L, 2L);
            }
            assertThat(greetings.join()).allMatch(greeting -> greeting.contains(" known=0 "));
        }
    }

    @Test
    void waitsForAGreetingThatTakesLongWhenItComesBack() throws IOException {
        String hello = "+hello roundabout/1 session=s last=0 max-line=9 max-put=9 window=9\n+sync 0\n";
        Duration connecting = Duration.ofSeconds(2);
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> afterGreeting = CompletableFuture.supplyAsync(() -> {
                greet(door, hello, false);
                return greetLate(door, hello + "+ok 1\n", connecting.plusSeconds(1));
            });
            try (Vehicle vehicle = Vehicle.to("127.0.0.1")
                    .entrancePort(door.getLocalPort())
                    .session("s")
                    .connectTimeout(connecting)
                    .closeTimeout(connecting)
                    .build()) {
                CompletableFuture<Receipt> receipt = vehicle.push("orders", "1");
                assertThat(afterGreeting.join()).as("the connection is used").isEqualTo("!sync");
                receipt.join();
            }
        }
    }

    @Test
    void blocksWhileTooMuchIsUndecided() {
        hub.hold();
        List<Integer> pushed = new ArrayList<>();
        try (Vehicle vehicle = vehicle().bufferMessages(4).build()) {
            Thread pusher = new Thread(() -> {
                for (int n = 1; n <= 6; n++) {
                    vehicle.push("orders", "message " + n);
                    synchronized (pushed) {
                        pushed.add(n);
                    }
                }
            });
            pusher.start();
            await().until(() -> pusher.getState() == Thread.State.WAITING && count(pushed) == 4);
            hub.release();
            await().until(() -> count(pushed) == 6);
        }
        assertThat(hub.bodies("orders")).hasSize(6);
    }

    @Test
    void blocksWhileTooManyBytesAreUndecided() {
        hub.hold();
        Vehicle vehicle =
                vehicle().bufferBytes(100).closeTimeout(Duration.ofMillis(1)).build();
        vehicle.push("orders", "x".repeat(90));
        Thread pusher = new Thread(() -> vehicle.push("orders", "x".repeat(90)));
        pusher.setUncaughtExceptionHandler((thread, failure) -> {});
        pusher.start();
        await().until(() -> pusher.getState() == Thread.State.WAITING);
        assertThatThrownBy(vehicle::close).isInstanceOf(TimedOutException.class);
        await().until(() -> !pusher.isAlive());
    }

    @Test
    void flushSaysHowMuchIsUndecidedWhenTheTimeIsOver() {
        hub.hold();
        try (Vehicle vehicle = vehicle().build()) {
            vehicle.push("orders", "1");
            vehicle.push("orders", "2");
            TimedOutException late =
                    catchThrowableOfType(TimedOutException.class, () -> vehicle.flush(Duration.ofMillis(20)));
            assertThat(late)
                    .hasMessage("2 messages are not decided after PT0.02S. They are still being sent; flush again, or"
                            + " look at the hub's status.");
            assertThat(late.undecided()).isEqualTo(2);
            hub.release();
            vehicle.flush(SOON);
        }
    }

    @Test
    void saysAtOnceThatNoHubIsThere() throws IOException {
        int port = freePort();
        try (Vehicle vehicle = Vehicle.to("127.0.0.1").entrancePort(port).build()) {
            assertThatThrownBy(() -> vehicle.push("orders", "1"))
                    .isInstanceOf(HubUnreachableException.class)
                    .hasMessage("cannot reach the hub's entrance at 127.0.0.1:" + port + ": Connection refused");
        }
    }

    @Test
    void givesUpOnALostHubAfterItsPatience() {
        hub.hold();
        Vehicle vehicle = vehicle().reconnectTimeout(Duration.ofMillis(300)).build();
        CompletableFuture<Receipt> receipt = vehicle.push("orders", "1");
        hub.close();
        assertThatThrownBy(receipt::join).hasCauseInstanceOf(HubUnreachableException.class);
        assertThatThrownBy(() -> vehicle.push("orders", "2")).isInstanceOf(HubUnreachableException.class);
        vehicle.close();
    }

    @Test
    void failsWhereComingBackWouldNotHelp() {
        hub.hold();
        Vehicle vehicle = vehicle().build();
        CompletableFuture<Receipt> receipt = vehicle.push("orders", "1");
        hub.turnAway("auth token was revoked");
        hub.cut();
        assertThatThrownBy(receipt::join)
                .hasCauseInstanceOf(HubClosedException.class)
                .hasMessageEndingWith("the hub closed the connection: auth: token was revoked");
        assertThatThrownBy(vehicle::close).isInstanceOf(HubClosedException.class);
    }

    @Test
    void comesBackToAHubThatIsBusy() {
        hub.hold();
        try (Vehicle vehicle = vehicle().build()) {
            CompletableFuture<Receipt> receipt = vehicle.push("orders", "1");
            hub.turnAway("busy");
            hub.cut();
            hub.release();
            hub.turnAway("");
            assertThat(receipt.join().number()).isEqualTo(1);
        }
    }

    @Test
    void hasCompletedEveryReceiptWhenFlushReturns() {
        AtomicLong receipts = new AtomicLong();
        try (Vehicle vehicle = vehicle().build()) {
            for (int n = 1; n <= 200_000; n++) {
                vehicle.push("orders", "x").thenAccept(receipt -> receipts.incrementAndGet());
                if (n % 1_000 == 0) {
                    vehicle.flush(SOON);
                    assertThat(receipts).hasValue(n);
                }
            }
        }
        assertThat(hub.messages()).hasSize(200_000);
    }

    @Test
    void refusesWhatIsNoNameOfAStream() {
        try (Vehicle vehicle = vehicle().build()) {
            assertThatThrownBy(() -> vehicle.push("dead", "1"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'dead' is no name of a stream: letters, digits, '_' and '-' in parts joined by '.',"
                            + " a letter first, at most 64 characters, not key, dead or jobs");
        }
    }

    @Test
    void refusesAMessageThatNoHubWouldTake() {
        try (Vehicle vehicle = vehicle().build()) {
            assertThatThrownBy(() -> vehicle.push("orders", new byte[16_777_217]))
                    .isInstanceOf(VehicleException.class)
                    .hasMessage("a message to orders has 16777217 B; this hub takes up to 16777216 B. Split it.");
        }
    }

    private VehicleBuilder vehicle() {
        return Vehicle.to("127.0.0.1").entrancePort(hub.entrancePort());
    }

    private void refuse(String body) {
        hub.refuse(
                message -> message.text().equals(body) ? Optional.of("no-key message has no /id") : Optional.empty());
    }

    /** Lets one connection in, answers its greeting, and perhaps waits until it has gone. */
    private static String greet(ServerSocket door, String answer, boolean waiting) {
        try (Socket socket = door.accept()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            String greeting = lines.readLine();
            socket.getOutputStream().write(answer.getBytes(UTF_8));
            if (waiting) {
                lines.lines().forEach(line -> {});
            }
            return greeting;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets one connection in, answers its greeting after {@code delay}, and returns what it says then. */
    private static String greetLate(ServerSocket door, String answer, Duration delay) {
        try (Socket socket = door.accept()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            lines.readLine();
            socket.setSoTimeout((int) delay.toMillis());
            try {
                return "gone before: " + lines.readLine();
            } catch (SocketTimeoutException patient) {
                socket.setSoTimeout(0);
                socket.getOutputStream().write(answer.getBytes(UTF_8));
                return lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(List<Integer> pushed) {
        synchronized (pushed) {
            return pushed.size();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
