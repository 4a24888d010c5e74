package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 67,663 routes meet 6,161 airlines, in three orders; the files themselves say what must come of it. */
class OpenFlightsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static OpenFlights flights;

    @TempDir
    private Path folder;

    private final History history = new History();
    private HubProcess hub;

    @BeforeAll
    static void read() throws IOException {
        Path files = OpenFlights.folder()
                .orElseGet(() -> Assumptions.abort("there is no folder shared/data/openflights beside the checkout"));
        flights = OpenFlights.read(files);
        assertThat(flights.results()).hasSize(67_184);
        assertThat(flights.keyless()).isEqualTo(479);
    }

    @BeforeEach
    void start() {
        hub = HubProcess.in(folder).pipeline(OpenFlights.PIPELINE).start();
        flights.expectAll(history);
    }

    @AfterEach
    void kill() {
        hub.close();
    }

    @Test
    void joinsRoutesToAirlinesThatCameFirst() {
        assertThat(push("airlines", flights.airlines())).isZero();
        assertThat(push("routes", flights.routes())).isEqualTo(479);

        collectAll();

        assertEveryResultCameOnce();
    }

    @Test
    void joinsRoutesThatWaitedForTheirAirlines() {
        assertThat(push("routes", flights.routes())).isEqualTo(479);
        collector().takeWhatIsReady();
        assertThat(history.distinct()).isZero();
        assertThat(push("airlines", flights.airlines())).isZero();

        collectAll();

        assertEveryResultCameOnce();
    }

    @Test
    void joinsWhatComesTogetherWhileTheHubIsKilled() {
        CompletableFuture<Long> routes = CompletableFuture.supplyAsync(() -> push("routes", flights.routes()));
        CompletableFuture<Long> airlines = CompletableFuture.supplyAsync(() -> push("airlines", flights.airlines()));
        CompletableFuture<Void> collected = CompletableFuture.runAsync(this::collectAll);
        for (int due : List.of(5_000, 30_000)) {
            awaitOrFail(() -> history.due() >= due, routes);
            hub.crash();
        }
        awaitOrFail(() -> history.distinct() >= 40_000, collected);
        hub.crash();

        assertThat(routes.join()).isEqualTo(479);
        assertThat(airlines.join()).isZero();
        collected.join();

        assertEveryResultCameOnce();
    }

    private static void awaitOrFail(BooleanSupplier condition, CompletableFuture<?> work) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            if (work.isCompletedExceptionally()) {
                work.join();
            }
            return condition.getAsBoolean();
        });
    }

    /** Pushes everything and returns how many messages were refused with {@code no-key}. */
    private long push(String stream, List<String> bodies) {
        try (RecordingPusher pusher = new RecordingPusher(hub.vehicle(stream).build(), history)) {
            bodies.forEach(body -> pusher.push(stream, body));
            pusher.flush();
            return pusher.refused("no-key");
        }
    }

    private RecordingCollector collector() {
        return new RecordingCollector(hub, history, "flights");
    }

    private void collectAll() {
        collector().collectUntil(() -> history.distinct() >= flights.results().size(), PATIENCE);
        collector().takeWhatIsReady();
    }

    private void assertEveryResultCameOnce() {
        assertThat(history.due()).isEqualTo(67_184);
        Judgement.clean(history, hub);
        assertThat(history.distinct()).isEqualTo(67_184);
    }
}
