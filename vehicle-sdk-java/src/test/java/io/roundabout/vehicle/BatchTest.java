package io.roundabout.vehicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.roundabout.vehicle.testing.FakeHub;
import io.roundabout.vehicle.testing.ReceivedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // what flush and close report need not be asked of each receipt
class BatchTest {
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
    void keepsABatchOverSeveralStreams() {
        try (Vehicle vehicle = vehicle().build()) {
            vehicle.push("orders", "before");
            CompletableFuture<Receipt> receipt;
            try (Batch batch = vehicle.batch()) {
                batch.push("orders", "1")
                        .push("customers", Message.of("2").withKey("k"))
                        .push("orders", "!3");
                assertThat(batch.size()).isEqualTo(3);
                receipt = batch.commit();
            }
            vehicle.push("notes", "after");
            assertThat(receipt.join()).isEqualTo(new Receipt("orders", 4, false));
        }
        assertThat(hub.bodies("orders")).containsExactly("before", "1", "!3");
        assertThat(hub.bodies("customers")).containsExactly("2");
        assertThat(hub.bodies("notes")).containsExactly("after");
        assertThat(hub.messages()).extracting(ReceivedMessage::number).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void sendsNothingOfABatchThatIsNotCommitted() {
        try (Vehicle vehicle = vehicle().build()) {
            try (Batch batch = vehicle.batch()) {
                batch.push("orders", "half");
            }
            assertThat(vehicle.push("orders", "whole").join().number()).isEqualTo(1);
        }
        assertThat(hub.bodies("orders")).containsExactly("whole");
    }

    @Test
    void namesTheRefusedMessageOfABatch() {
        hub.refuse(
                message -> message.text().equals("bad") ? Optional.of("no-key message has no /id") : Optional.empty());
        try (Vehicle vehicle = vehicle().build()) {
            Batch batch =
                    vehicle.batch().push("orders", "a").push("customers", "bad").push("orders", "b");
            CompletableFuture<Receipt> receipt = batch.commit();
            vehicle.push("orders", "c");

            CompletionException failure = catchThrowableOfType(CompletionException.class, receipt::join);

            assertThat(failure.getCause())
                    .isInstanceOf(MessageRefusedException.class)
                    .hasMessage("message 2 to customers: no-key: message has no /id");
            RefusedMessagesException refused =
                    catchThrowableOfType(RefusedMessagesException.class, () -> vehicle.flush(SOON));
            assertThat(refused.refused()).hasSize(1);
        }
        assertThat(hub.bodies("orders")).containsExactly("c");
    }

    @Test
    void losesDoublesAndSplitsNoBatchWhenConnectionsBreak() {
        List<String> pushed = new ArrayList<>();
        try (Vehicle vehicle = vehicle().build()) {
            for (int i = 0; i < 60; i++) {
                Batch batch = vehicle.batch();
                for (int n = 0; n < 50; n++) {
                    batch.push("orders", i + "." + n);
                    pushed.add(i + "." + n);
                }
                if (i % 10 == 5) {
                    hub.cutAfter(50);
                }
                batch.commit();
                if (i % 10 == 8) {
                    hub.cut();
                }
                vehicle.push("orders", "single " + i);
                pushed.add("single " + i);
                if (i % 10 == 9) {
                    // Connected again, so that each ten have a break of their own.
                    vehicle.flush(SOON);
                }
            }
        }
        assertThat(hub.bodies("orders")).isEqualTo(pushed);
        assertThat(hub.connectionsMade()).isGreaterThan(6);
    }

    @Test
    void sendsABatchThatWasUnderWayAgainAsOne() {
        List<String> pushed = new ArrayList<>();
        try (Vehicle vehicle = vehicle().build()) {
            hub.hold();
            Batch batch = vehicle.batch();
            for (int i = 0; i < 3_000; i++) {
                batch.push("s" + i % 3, "x" + i);
                pushed.add("x" + i);
            }
            CompletableFuture<Receipt> receipt = batch.commit();
            hub.cut();
            hub.release();
            assertThat(receipt.join().number()).isEqualTo(3_000);
        }
        assertThat(hub.messages()).extracting(ReceivedMessage::text).isEqualTo(pushed);
    }

    @Test
    void refusesABatchOfTooManyBytes() {
        try (Vehicle vehicle = vehicle().build();
                Batch batch = vehicle.batch()) {
            batch.push("orders", new byte[16 << 20]);
            VehicleException refused = catchThrowableOfType(VehicleException.class, () -> batch.push("orders", "x"));
            assertThat(refused.code()).isEqualTo("batch-too-large");
            assertThat(batch.size()).isEqualTo(1);
        }
    }

    @Test
    void refusesABatchOfTooManyMessages() {
        try (Vehicle vehicle = vehicle().bufferMessages(3).build()) {
            Batch small = vehicle.batch();
            for (int i = 0; i < 4; i++) {
                small.push("orders", "");
            }
            assertThatThrownBy(small::commit).hasMessageContaining("bufferMessages is 3");
            Batch large = vehicle.batch();
            for (int i = 0; i < Batch.MOST_MESSAGES; i++) {
                large.push("orders", "");
            }
            assertThatThrownBy(() -> large.push("orders", "")).hasMessageContaining("100000 messages");
        }
        assertThat(hub.messages()).isEmpty();
    }

    @Test
    void isUsedOnce() {
        try (Vehicle vehicle = vehicle().build()) {
            Batch batch = vehicle.batch();
            assertThatThrownBy(batch::commit).isInstanceOf(IllegalStateException.class);
            batch.push("orders", "a").commit();
            assertThatThrownBy(batch::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> batch.push("orders", "b")).isInstanceOf(IllegalStateException.class);
        }
    }

    private VehicleBuilder vehicle() {
        return Vehicle.to("127.0.0.1").entrancePort(hub.entrancePort());
    }
}
