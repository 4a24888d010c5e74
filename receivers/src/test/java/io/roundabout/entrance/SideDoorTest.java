package io.roundabout.entrance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is pushed from inside is judged, framed and decided as a {@code !put} is. */
class SideDoorTest {
    private static final StreamDefinition ORDERS = new StreamDefinition(
            "orders",
            StreamFormat.JSON,
            Optional.of("/customer"),
            Optional.of("message-id"),
            true,
            true,
            Optional.empty());

    private TestingHub hub = TestingHub.open();
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        hub.close();
    }

    /** Remembers what it heard. Thread-safe. */
    private static final class Heard implements PushListener {
        private final List<Refusal> refusals = new ArrayList<>();
        private long last;
        private @Nullable String givenUp;

        @Override
        public synchronized void decided(long upTo, List<Refusal> refused) {
            last = upTo;
            refusals.addAll(refused);
        }

        @Override
        public synchronized void givenUp(String text) {
            givenUp = text;
        }

        synchronized long last() {
            return last;
        }

        synchronized @Nullable String givenUp() {
            return givenUp;
        }

        synchronized List<Refusal> refusals() {
            return List.copyOf(refusals);
        }
    }

    private static PushedMessage message(String body) {
        return new PushedMessage(null, null, null, body.getBytes(UTF_8), null);
    }

    private Pusher enter(String stream) {
        return hub.server().enter(stream, "crm", heard);
    }

    private void awaitDecided(long last) {
        await().until(() -> heard.last() == last);
    }

    @Test
    void takesKeyTypeAndMessageIdAsTheStreamSays() {
        hub.declare(ORDERS);
        byte[] body = "{\"customer\":\"c1\"}".getBytes(UTF_8);

        enter("orders")
                .push(List.of(
                        new PushedMessage(
                                "k".getBytes(UTF_8), "m-1".getBytes(UTF_8), "a/b".getBytes(UTF_8), body, null),
                        new PushedMessage(null, null, null, body, null)));

        awaitDecided(2);
        assertThat(hub.messages())
                .extracting(message -> message.key() == null ? null : new String(message.key(), UTF_8))
                .containsExactlyInAnyOrder("k", "c1");
        assertThat(hub.messages())
                .filteredOn(message -> message.id() != null)
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.type()).isEqualTo("a/b");
                    assertThat(message.format()).isEqualTo(BodyFormat.JSON);
                    assertThat(message.id()).isEqualTo(new DuplicateId("m-1".getBytes(UTF_8), 0, 1));
                });
    }

    @Test
    void keepsTheMessageIdAsANameWhereTheStreamDoesNotAskForIt() {
        enter("any").push(List.of(new PushedMessage(null, "m-1".getBytes(UTF_8), null, new byte[] {1}, null)));

        awaitDecided(1);
        assertThat(hub.messages()).extracting(FramedMessage::id).containsOnlyNulls();
        assertThat(hub.messages()).extracting(FramedMessage::messageId).containsExactly("m-1");
    }

    @Test
    void refusesAsAPutIsRefusedAndSetsAside() {
        hub.declare(ORDERS);

        enter("orders")
                .push(List.of(
                        message("{\"customer\":\"c1\"}"),
                        message("{"),
                        message("{}"),
                        new PushedMessage(
                                null, null, null, new byte[0], new Defect(RefusalCode.BAD_BODY, "a sequence"))));

        awaitDecided(4);
        assertThat(heard.refusals())
                .extracting(refusal -> refusal.number() + " " + refusal.code().word())
                .containsExactly("2 bad-json", "3 no-key", "4 bad-body");
        assertThat(hub.setAside())
                .hasSize(3)
                .allSatisfy(dead -> assertThat(dead.vehicle()).isEqualTo("crm"));
    }

    @Test
    void takesNothingMoreForAFullStreamUntilThatIsOver() {
        hub.server().full(Set.of("full"));
        enter("full").push(List.of(message("a"), message("b")));
        Pusher other = enter("any");
        other.push(List.of(message("c")));
        await().untilAsserted(() -> assertThat(hub.streams()).containsExactly("any"));

        hub.server().full(Set.of());

        await().untilAsserted(() -> assertThat(hub.streams()).containsExactly("any", "full", "full"));
    }

    @Test
    void tellsNothingBeforeItIsDecided() {
        hub.holdDecisions();
        Pusher pusher = enter("any");
        pusher.push(List.of(message("a")));
        await().until(() -> hub.undecided() == 1);
        assertThat(heard.last()).isZero();

        hub.decideAll();

        awaitDecided(1);
    }

    @Test
    void hearsThatAMessageWasGivenUp() {
        hub.holdDecisions();
        enter("any").push(List.of(message("a")));
        await().until(() -> hub.undecided() == 1);

        hub.giveUp();

        await().until(() -> heard.givenUp() != null);
        await().untilAsserted(() -> assertThat(hub.farewells()).hasSize(1));
    }

    @Test
    void takesTheRestOfWhoHasLeft() {
        hub.holdDecisions();
        Pusher pusher = enter("any");
        pusher.push(List.of(message("a"), message("b")));
        pusher.leave();
        await().until(() -> hub.undecided() == 1);
        assertThat(hub.farewells()).isEmpty();

        hub.decideAll();

        awaitDecided(2);
        await().untilAsserted(() -> assertThat(hub.farewells()).hasSize(1));
    }

    @Test
    void waitsForRoomAndLosesNothing() {
        hub.close();
        EntranceSettings small = EntranceSettings.defaults("127.0.0.1", 0);
        hub = TestingHub.open(new EntranceSettings(
                "127.0.0.1",
                0,
                small.maxLineBytes(),
                1_000,
                small.batch(),
                1_000,
                4_000,
                10,
                small.lineDeadline(),
                small.idleTimeout()));
        List<PushedMessage> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(message("x".repeat(100)));
        }

        enter("any").push(many);

        awaitDecided(500);
        assertThat(hub.messages()).hasSize(500);
        assertThat(hub.stored()).hasSizeGreaterThan(10);
    }

    @Test
    void namesTheNearestStreamWithoutStoringAnything() {
        hub.declare(ORDERS);

        assertThat(hub.server().refusal("ordres"))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("not declared").contains("orders"));
        assertThat(hub.server().refusal("orders")).isEmpty();
        assertThat(hub.server().refusal("no name")).isPresent();
    }

    @Test
    void drainsWhatWasFramed() throws Exception {
        hub.holdDecisions();
        Pusher pusher = enter("any");
        pusher.push(List.of(message("a")));
        await().until(() -> hub.undecided() == 1);
        var drained = hub.server().drain().toCompletableFuture();
        pusher.push(List.of(message("too late")));

        hub.decideAll();

        drained.get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        awaitDecided(1);
        assertThat(hub.messages()).hasSize(1);
    }
}
