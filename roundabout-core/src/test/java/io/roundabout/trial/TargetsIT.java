package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code collect --to} against a real hub, killed and stopped: no message is lost, and no file is torn. {@code
 * -Droundabout.seed} repeats a run as far as random moments can be repeated, {@code -Droundabout.kills} makes it longer.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TargetsIT {
    private static final int KILLS = Integer.getInteger("roundabout.kills", 4);
    /** More than a link may hold unsettled, {@code gate.max-unsettled}. */
    private static final int MORE_THAN_A_LINK_HOLDS = 120_000;

    @TempDir
    private Path folder;

    private Path target;
    private HubProcess hub;

    @BeforeEach
    void start() throws IOException {
        target = Files.createDirectory(folder.resolve("out"));
        hub = HubProcess.in(folder).durability(HubProcess.Durability.PROCESS).start();
    }

    @AfterEach
    void kill() {
        hub.close();
    }

    @Test
    void losesNothingWhenItIsKilled() throws Exception {
        long seed = Long.getLong("roundabout.seed", System.nanoTime());
        System.out.println("TargetsIT: -Droundabout.seed=" + seed);
        Random random = new Random(seed);
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> pushed = CompletableFuture.supplyAsync(() -> pushUntil(enough));
        for (int kill = 0; kill < KILLS; kill++) {
            int enoughFiles = files().size() + 1 + random.nextInt(5);
            try (CommandProcess collect = CommandProcess.start(
                    hub,
                    folder,
                    "collect",
                    "numbers",
                    "--to",
                    target + "/n.jsonl",
                    "--follow",
                    "--roll-messages",
                    "200")) {
                await().atMost(HubProcess.PATIENCE).until(() -> !collect.isRunning() || files().size() >= enoughFiles);
                assertThat(collect.isRunning()).isTrue();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
            }
            if (kill % 2 == 1) {
                hub.crash();
            }
        }
        enough.set(true);
        int count = pushed.join();
        CommandProcess.Told told =
                CommandProcess.run(hub, folder, "collect", "numbers", "--to", target + "/n.jsonl", "--wait", "1m");
        assertThat(told.code()).as(told.err()).isZero();
        List<String> lines = lines();
        System.out.println("TargetsIT: " + count + " messages, " + KILLS + " kills, " + files().size() + " files, "
                + (lines.size() - count) + " repeats");
        assertThat(new HashSet<>(lines)).isEqualTo(all(count));
    }

    @Test
    void commitsWhatItTookWhenItIsStopped() throws Exception {
        push(1_000);
        try (CommandProcess collect = CommandProcess.start(
                hub, folder, "collect", "numbers", "--to", target + "/n.jsonl", "--follow", "--roll-every", "1h")) {
            await().atMost(HubProcess.PATIENCE).until(this::isWriting);
            collect.stop();
            CommandProcess.Told told = collect.told();
            assertThat(told.code()).isEqualTo(143);
            assertThat(told.err()).contains("from numbers into " + target);
            assertThat(told.out())
                    .hasSize(1)
                    .isEqualTo(files().stream().map(Path::toString).toList());
        }
        CommandProcess.run(hub, folder, "collect", "numbers", "--to", target + "/n.jsonl");
        assertThat(lines()).as("nothing lost, nothing twice").hasSize(1_000).containsAll(all(1_000));
        assertThat(isWriting()).isFalse();
    }

    @Test
    void takesMoreThanALinkMayHold() throws Exception {
        push(MORE_THAN_A_LINK_HOLDS);
        CommandProcess.Told told = CommandProcess.run(
                hub,
                folder,
                "collect",
                "numbers",
                "--to",
                target + "/n.jsonl.gz",
                "--roll-messages",
                "1000000",
                "--json");
        assertThat(told.code()).as(told.err()).isZero();
        System.out.println("TargetsIT: " + told.out());
        assertThat(told.out()).hasSize(1);
        assertThat(told.out().get(0))
                .contains("\"committed\":" + MORE_THAN_A_LINK_HOLDS + ",")
                .contains("\"commits\":2,");
    }

    private boolean isWriting() {
        try (Stream<Path> found = Files.list(target)) {
            return found.anyMatch(file -> file.toString().endsWith(".part"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the files that anybody sees. */
    private List<Path> files() {
        try (Stream<Path> found = Files.list(target)) {
            return found.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            assertThat(text).as("%s is whole", file).endsWith("}\n");
            lines.addAll(text.lines().toList());
        }
        return lines;
    }

    private static Set<String> all(int count) {
        Set<String> all = new HashSet<>();
        IntStream.range(0, count).forEach(n -> all.add(body(n)));
        return all;
    }

    private static String body(int n) {
        return "{\"n\":" + n + "}";
    }

    private void push(int count) {
        try (Vehicle vehicle = hub.vehicle("source").build()) {
            for (int n = 0; n < count; n++) {
                var unused = vehicle.push("numbers", body(n));
            }
            vehicle.flush(HubProcess.PATIENCE);
        }
    }

    private int pushUntil(AtomicBoolean enough) {
        int count = 0;
        try (Vehicle vehicle =
                hub.vehicle("source").reconnectTimeout(HubProcess.PATIENCE).build()) {
            while (!enough.get()) {
                for (int i = 0; i < 100; i++) {
                    var unused = vehicle.push("numbers", body(count));
                    count++;
                }
                vehicle.flush(HubProcess.PATIENCE);
            }
        }
        return count;
    }
}
