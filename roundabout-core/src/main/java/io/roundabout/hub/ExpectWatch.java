package io.roundabout.hub;

import io.javalin.Javalin;
import io.roundabout.api.ExpectedView;
import io.roundabout.api.Routes;
import io.roundabout.circulation.Arrival;
import io.roundabout.pipeline.Expectation;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second whether expected messages are overdue, by the clock of the machine; says in the log when one becomes so, and when
 * it came. Thread-safe.
 */
final class ExpectWatch implements AutoCloseable, Routes {
    private static final Logger LOG = LoggerFactory.getLogger(ExpectWatch.class);

    private final Supplier<Pipeline> rules;
    private final Supplier<Map<String, Arrival>> arrivals;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread watch = new Thread(task, "roundabout-expect-watch");
        watch.setDaemon(true);
        return watch;
    });
    private Set<String> overdue = Set.of();

    /**
     * Creates a watch, which looks first when it is started.
     *
     * @param rules say what is expected
     * @param arrivals say what came
     */
    ExpectWatch(Supplier<Pipeline> rules, Supplier<Map<String, Arrival>> arrivals, InstantSource clock) {
        this.rules = rules;
        this.arrivals = arrivals;
        this.clock = clock;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the thread
    void start() {
        thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    /** Tells in the log what changed since it looked last. */
    synchronized void look() {
        Set<String> now = new TreeSet<>();
        for (ExpectedView expected : expected()) {
            if (expected.overdue() != null) {
                now.add(expected.stream());
                if (!overdue.contains(expected.stream())) {
                    LOG.warn("{}", text(expected));
                }
            } else if (overdue.contains(expected.stream())) {
                LOG.info("stream '{}' is not overdue any more", expected.stream());
            }
        }
        overdue = now;
    }

    /** Returns the streams whose messages are expected, in the order of their names. */
    List<ExpectedView> expected() {
        List<ExpectedView> views = new ArrayList<>();
        Map<String, Arrival> came = arrivals.get();
        for (StreamRule stream : rules.get().streams().values()) {
            Optional<Expectation> expectation = stream.intake().expectation();
            Arrival arrival = came.get(stream.name());
            // Rules that were put in force a moment ago may not be watched yet.
            if (expectation.isPresent() && arrival != null) {
                views.add(view(stream.name(), expectation.get(), arrival));
            }
        }
        views.sort((one, other) -> one.stream().compareTo(other.stream()));
        return views;
    }

    /** Returns what somebody should know of it; nothing where all came. */
    List<String> notices() {
        return expected().stream()
                .filter(expected -> expected.overdue() != null)
                .map(ExpectWatch::text)
                .toList();
    }

    @Override
    public void addTo(Javalin server) {
        server.get("/api/v1/expected", request -> request.json(expected()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private ExpectedView view(String stream, Expectation expectation, Arrival arrival) {
        Optional<Instant> last =
                Optional.of(arrival.lastMillis()).filter(millis -> millis > 0).map(Instant::ofEpochMilli);
        Optional<Instant> due = expectation.overdue(Instant.ofEpochMilli(arrival.sinceMillis()), last, clock.instant());
        return new ExpectedView(
                stream,
                expectation.text(),
                last.map(ExpectWatch::text).orElse(null),
                due.map(ExpectWatch::text).orElse(null));
    }

    private static String text(ExpectedView expected) {
        return "stream '" + expected.stream() + "' is overdue since " + expected.overdue() + ": messages are expected "
                + expected.expects() + ", and the last came "
                + (expected.last() == null ? "before that is watched, or never" : expected.last())
                + ". Look at what pushes it.";
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
