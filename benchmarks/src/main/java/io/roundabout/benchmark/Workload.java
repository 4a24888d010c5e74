package io.roundabout.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.jspecify.annotations.Nullable;

/** Two vehicles and a consumer at one hub, and what they do together. Confined to one thread, but for its own threads. */
final class Workload implements AutoCloseable {
    /** Held customers are numbered from here, far from every key that is joined. */
    private static final int FIRST_HELD = 1_000_000_000;

    private final Settings settings;
    private final Findings findings;
    private final Book book;
    private final Collector collector;
    private final Map<Lane, Pusher> pushers = new EnumMap<>(Lane.class);
    private final ExecutorService threads = Executors.newFixedThreadPool(Lane.values().length, task -> {
        Thread thread = new Thread(task, "pusher");
        thread.setDaemon(true);
        return thread;
    });
    private int rounds;

    /** Connects everybody. */
    Workload(Settings settings, Findings findings) throws IOException, InterruptedException, ClientException {
        this.settings = settings;
        this.findings = findings;
        this.book = new Book(new Bodies(settings.seed()), findings);
        for (Lane lane : Lane.values()) {
            pushers.put(lane, Pusher.connect(lane, settings, findings));
        }
        this.collector = Collector.start(settings, book, findings);
    }

    /**
     * Pushes {@code keys} keys as fast as they are accepted.
     *
     * @return nanoseconds from just before the first push until the last result was delivered
     */
    long run(int keys) throws IOException, InterruptedException {
        Schedule schedule = schedule(keys);
        int first = book.open(keys, null);
        long start = System.nanoTime();
        List<Future<?>> pushing = push(schedule, first, null);
        long end = book.awaitEverything(settings.patienceNanos());
        awaitPushed(pushing);
        return end - start;
    }

    /** Pushes keys at the pace, and measures what is used while they count. */
    Meter.Usage run(Pace pace) throws IOException, InterruptedException {
        Schedule schedule = schedule(pace.keys(settings.window()));
        int first = book.open(schedule.keys(), countedDue(schedule, pace));
        List<Future<?>> pushing = push(schedule, first, pace);
        Pace.sleepUntil(pace.countsFrom());
        Meter meter = Meter.start(settings);
        Pace.sleepUntil(pace.countsTo());
        Meter.Usage usage = meter.stop();
        book.awaitEverything(settings.patienceNanos());
        awaitPushed(pushing);
        return usage;
    }

    /** Pushes customers that no order follows, and waits until the hub holds them. */
    void hold(int customers) throws IOException, InterruptedException {
        Pusher pusher = pusher(Lane.CUSTOMERS);
        for (int number = FIRST_HELD; number < FIRST_HELD + customers; number++) {
            if (!pusher.push(number, 0)) {
                return;
            }
        }
        pusher.awaitAcknowledged();
    }

    /** Returns the delays from due to delivered of the keys that counted in the last round. */
    Histogram deliveryDelays() {
        return book.delays();
    }

    /** Returns the delays from due to acknowledged of the messages that counted. */
    Histogram acknowledgementDelays() {
        Histogram delays = Delays.histogram();
        pushers.values().forEach(pusher -> delays.add(pusher.delays()));
        return delays;
    }

    /** Returns how many results have been delivered. */
    long delivered() {
        return book.delivered();
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        collector.close();
        for (Pusher pusher : pushers.values()) {
            pusher.close();
        }
    }

    private Pusher pusher(Lane lane) {
        return Objects.requireNonNull(pushers.get(lane));
    }

    private Schedule schedule(int keys) {
        return new Schedule(keys, settings.window(), settings.seed() * 1_000L + rounds++);
    }

    private List<Future<?>> push(Schedule schedule, int first, @Nullable Pace pace) {
        List<Future<?>> pushing = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            pushing.add(threads.submit(() -> push(lane, schedule, first, pace)));
        }
        return pushing;
    }

    private @Nullable Void push(Lane lane, Schedule schedule, int first, @Nullable Pace pace)
            throws IOException, InterruptedException {
        Pusher pusher = pusher(lane);
        for (int place = 0; place < schedule.length(); place++) {
            if (schedule.lane(place) != lane) {
                continue;
            }
            if (pace != null && pace.due(place) > System.nanoTime()) {
                pusher.flush();
                Pace.sleepUntil(pace.due(place));
            }
            if (!pusher.push(first + schedule.key(place), pace == null ? 0 : pace.countedDue(place))) {
                return null;
            }
        }
        pusher.flush();
        return null;
    }

    private void awaitPushed(List<Future<?>> pushing) throws IOException, InterruptedException {
        for (Future<?> lane : pushing) {
            try {
                lane.get();
            } catch (ExecutionException e) {
                findings.giveUp("pushing: " + e.getCause());
            }
        }
        for (Pusher pusher : pushers.values()) {
            if (!pusher.awaitAcknowledged()) {
                findings.add("not everything that was pushed was acknowledged");
            }
        }
    }

    private static long[] countedDue(Schedule schedule, Pace pace) {
        long[] due = new long[schedule.keys()];
        for (int place = 0; place < schedule.length(); place++) {
            if (schedule.completes(place)) {
                due[schedule.key(place)] = pace.countedDue(place);
            }
        }
        return due;
    }
}
