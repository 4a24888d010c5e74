package io.roundabout.hub;

import com.codahale.metrics.MetricRegistry;
import io.roundabout.circulation.Circulation;
import io.roundabout.circulation.Disk;
import io.roundabout.metrics.Meters;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The hub's metrics, and what shows them. Thread-safe. */
final class Measuring implements AutoCloseable {
    private final MetricsSettings settings;
    private final MetricRegistry sent = new MetricRegistry();
    private final Meters meters;
    private final HubMeters hub;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread refresh = new Thread(task, "roundabout-metrics");
        refresh.setDaemon(true);
        return refresh;
    });

    Measuring(MetricsSettings settings) {
        this.settings = settings;
        meters = new Meters(settings.names(), settings.graphite().map(to -> sent));
        hub = new HubMeters(meters);
    }

    /** Returns what is measured as it happens. */
    HubMeters hub() {
        return hub;
    }

    /** Returns the disk, measured. */
    Disk measured(Disk disk) {
        return new MeasuredDisk(disk, hub::synced);
    }

    /** Has the loop tell how long things take, and send everything where the settings say; before it warms up. */
    void listen(Circulation circulation) {
        circulation.tell(hub);
        settings.graphite().ifPresent(to -> circulation.send(sent, to));
    }

    /** Shows what is so, as often as it is sent, if it is; and returns the answer to a scrape. */
    Function<String, Meters.Scrape> show(Meters.Source source) {
        settings.graphite().ifPresent(to -> repeat(source, to.period().toMillis()));
        return accept -> {
            meters.refresh(source);
            return meters.scrape(accept);
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the thread
    private void repeat(Meters.Source source, long millis) {
        thread.scheduleWithFixedDelay(() -> meters.refresh(source), 0, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        meters.close();
    }
}
