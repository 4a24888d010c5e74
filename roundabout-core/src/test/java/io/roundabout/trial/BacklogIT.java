package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Message;
import io.roundabout.vehicle.Receipt;
import io.roundabout.vehicle.Vehicle;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub holds more bytes than its heap has, and nobody collects for a while. {@code -Droundabout.soak=true}: 1 GB by
 * a hub of 1 GB.
 */
class BacklogIT {
    private static final boolean SOAK = Boolean.getBoolean("roundabout.soak");
    private static final int BODY = 200_000;
    private static final int MESSAGES = SOAK ? 5_000 : 2_500;
    private static final String HEAP = SOAK ? "-Xmx1g" : "-Xmx480m";

    @TempDir
    private Path folder;

    @Test
    void holdsMoreThanItsHeap() throws Exception {
        Map<String, String> hashes = new HashMap<>();
        try (HubProcess hub = HubProcess.in(folder, HEAP).start()) {
            push(hub, hashes);
            assertThat(hub.stop().code()).isIn(0, 143);
            assertThat(hub.words()).allMatch(line -> line.startsWith("roundabout: stop"));
            hub.start();

            Map<String, String> collected = collect(hub);

            assertThat(collected).isEqualTo(hashes);
            assertThat(HubIT.take(hub, "backlog")).isEmpty();
            assertThat(hub.words()).allMatch(line -> line.startsWith("roundabout: stop"));
        }
    }

    private static void push(HubProcess hub, Map<String, String> hashes) throws NoSuchAlgorithmException {
        Random random = new Random(1);
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        try (Vehicle vehicle = hub.vehicle("pusher").build()) {
            for (int i = 0; i < MESSAGES; i++) {
                byte[] body = new byte[BODY];
                random.nextBytes(body);
                hashes.put("k" + i, hash(body));
                receipts.add(vehicle.push("backlog", Message.of(body).withKey("k" + i)));
            }
            vehicle.flush(Duration.ofMinutes(4));
            assertThat(receipts).allMatch(CompletableFuture::isDone);
        }
    }

    private static Map<String, String> collect(HubProcess hub) throws NoSuchAlgorithmException {
        Map<String, String> hashes = new HashMap<>();
        int deliveries = 0;
        try (Vehicle vehicle = hub.vehicle("collector").build();
                Collecting messages = vehicle.take("backlog", Long.MAX_VALUE)) {
            for (CollectedMessage message : messages) {
                hashes.put(message.key().orElseThrow(), hash(message.body()));
                deliveries++;
            }
        }
        assertThat(deliveries).isEqualTo(MESSAGES);
        return hashes;
    }

    private static String hash(byte[] body) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    }
}
