package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.history.History;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub is killed at random moments, under load and while it starts, and the history of all vehicles must be clean. {@code
 * -Droundabout.seed} repeats a run as far as random moments can be repeated, {@code -Droundabout.kills} makes it longer.
 */
class KillIT {
    /** Results between two kills under load; a pair makes two, itself and a note. */
    private static final int LEAST_RESULTS = 300;

    private static final int MORE_RESULTS = 600;
    private static final int KILLS = Integer.getInteger("roundabout.kills", 4);

    @TempDir
    private Path folder;

    private final History history = new History();

    @Test
    void losesNothingAndDoublesNothing() throws Exception {
        long seed = Long.getLong("roundabout.seed", System.nanoTime());
        System.out.println("KillIT: -Droundabout.seed=" + seed);
        Random random = new Random(seed);
        try (HubProcess hub = HubProcess.in(folder).pipeline(PairTraffic.PIPELINE)) {
            hub.startAndKill(moment(random, Duration.ofSeconds(3)));
            Duration start = time(hub);
            try (PairTraffic traffic = new PairTraffic(hub, history, seed)) {
                for (int kill = 0; kill < KILLS; kill++) {
                    traffic.awaitMore(LEAST_RESULTS + random.nextInt(MORE_RESULTS));
                    hub.kill9();
                    if (random.nextBoolean()) {
                        hub.startAndKill(moment(random, start));
                    }
                    start = time(hub);
                }
                traffic.awaitMore(LEAST_RESULTS);
                int pairs = traffic.finish();

                System.out.println("KillIT: " + pairs + " pairs, " + KILLS + " kills, " + traffic.losses()
                        + " lost connections, " + traffic.released() + " given back, "
                        + history.verdict().redeliveries() + " delivered again");
                Judgement.clean(history, hub);
                assertThat(history.distinct()).isEqualTo(history.due());
                assertThat(pairs).isGreaterThanOrEqualTo((KILLS + 1) * LEAST_RESULTS / 2);
            }
        }
    }

    private static Duration moment(Random random, Duration start) {
        return Duration.ofMillis(random.nextInt((int) start.toMillis()));
    }

    /** Starts the hub, and returns how long that took: moments to kill it while it starts are within that. */
    private static Duration time(HubProcess hub) {
        long before = System.nanoTime();
        hub.start();
        return Duration.ofNanos(System.nanoTime() - before);
    }
}
