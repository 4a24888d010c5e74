package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a loss of power leaves: the state is on a file system of its own, of which only what was synced is copied while the
 * hub is frozen under load.
 */
class PowerLossIT {
    private static final int LEAST = 2_000;
    private static final String PAD = "x".repeat(200);

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean leaving = new AtomicBoolean();

    @BeforeEach
    void needsLoopDevices() {
        Optional<String> obstacle = LoopImage.obstacle(folder);
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    @Test
    void keepsWhatWasAcknowledged() throws Exception {
        assertThat(lostOf(HubProcess.Durability.POWER)).isEmpty();
    }

    /** The test can fail: without syncing, the same loses what was acknowledged. */
    @Test
    void losesWithoutSyncing() throws Exception {
        assertThat(lostOf(HubProcess.Durability.PROCESS)).isNotEmpty();
    }

    /** Returns what was acknowledged before the loss of power and is not there after it. */
    private Set<String> lostOf(HubProcess.Durability durability) throws Exception {
        try (LoopImage before = LoopImage.make(folder.resolve("before.img"), folder.resolve("before"));
                HubProcess hub = HubProcess.in(folder)
                        .state(before.folder().resolve("deep/state"))
                        .durability(durability)
                        .start()) {
            CompletableFuture<Void> pusher = CompletableFuture.runAsync(() -> push(hub));
            Awaitility.await().atMost(HubProcess.PATIENCE).until(() -> acknowledged.size() >= LEAST || pusher.isDone());
            hub.freeze();
            Set<String> kept = new HashSet<>(acknowledged);
            try (LoopImage after = before.afterPowerLoss(folder.resolve("after.img"), folder.resolve("after"))) {
                hub.kill9();
                leaving.set(true);
                Set<String> lost = lost(kept, after, durability);
                pusher.exceptionally(gone -> null).join();
                return lost;
            }
        }
    }

    private Set<String> lost(Set<String> kept, LoopImage after, HubProcess.Durability durability) throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("again"));
        try (HubProcess again = HubProcess.in(elsewhere)
                .state(after.folder().resolve("deep/state"))
                .durability(durability)
                .start()) {
            List<String> taken = HubIT.take(again, "default");
            assertThat(taken).doesNotHaveDuplicates();
            Set<String> lost = new HashSet<>(kept);
            taken.forEach(lost::remove);
            return lost;
        } catch (HubProcess.NotReadyException e) {
            return Set.of(e.getMessage());
        }
    }

    private void push(HubProcess hub) {
        try (Vehicle vehicle = hub.vehicle("pusher")
                .bufferMessages(500)
                .reconnectTimeout(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofSeconds(1))
                .build()) {
            for (int number = 0; !leaving.get(); number++) {
                String body = "message " + number + " " + PAD;
                CompletableFuture<Void> unused = vehicle.push("default", body).thenRun(() -> acknowledged.add(body));
            }
        }
    }
}
