package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.circulation.CirculationSettings;
import io.roundabout.cli.HostPort;
import io.roundabout.cli.HubLauncher;
import io.roundabout.cli.ServeOptions;
import io.roundabout.cli.ServeOptions.Durability;
import io.roundabout.entrance.EntranceSettings;
import io.roundabout.gate.GateSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a hub as the process's only work: until SIGTERM or SIGINT, or until the loop fails. */
final class HubRunner implements HubLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(HubRunner.class);
    /** Exit code when the loop failed. Source: EX_SOFTWARE of sysexits.h. */
    private static final int EXIT_FAILED = 70;
    /** Before Spark's own hook (50), which would take the loop away from under the doors. */
    private static final int HOOK_PRIORITY = 100;

    private final PrintStream out;
    private final PrintStream err;

    HubRunner(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public int run(ServeOptions options) {
        Hub hub = Hub.open(settings(options), this::fail);
        CountDownLatch stopped = new CountDownLatch(1);
        ShutdownHookManager.get()
                .addShutdownHook(
                        () -> {
                            hub.close();
                            stopped.countDown();
                        },
                        HOOK_PRIORITY);
        out.println(hub.readyLine());
        out.flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Stops at once: what was acknowledged is on disk, the rest is with the vehicles. */
    private void fail(Throwable failure) {
        LOG.debug("the loop failed", failure);
        err.println("roundabout: the hub stops: " + text(failure)
                + ". Nothing acknowledged is lost; start it again. If it stops again, set ROUNDABOUT_LOG_LEVEL=debug and"
                + " report what it prints.");
        err.flush();
        Runtime.getRuntime().halt(EXIT_FAILED);
    }

    private static String text(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof RoundaboutException)) {
            root = root.getCause();
        }
        String first = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return root instanceof RoundaboutException ? first : root.getClass().getSimpleName() + ": " + first;
    }

    private static HubSettings settings(ServeOptions options) {
        if (options.state().contains("://")) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "NOT_YET",
                    "--state " + options.state() + " is not a folder; this version keeps state on a local disk only.");
        }
        CirculationSettings defaults = CirculationSettings.defaults(Path.of(options.state()));
        CirculationSettings circulation = new CirculationSettings(
                defaults.state(),
                options.partitions().orElse(defaults.partitions()),
                options.durability() == Durability.POWER,
                options.master(),
                defaults.turnGap());
        HostPort entrance = options.entrance();
        HostPort amqp = options.amqp();
        return new HubSettings(
                options.pipeline(),
                circulation,
                EntranceSettings.defaults(entrance.host(), entrance.port()).withMemory(entranceMemory()),
                GateSettings.defaults(amqp.host(), amqp.port()),
                options.http().host(),
                options.http().port());
    }

    /**
     * Returns a quarter of what Spark keeps for blocks, so that a stored cut is never evicted; at least one maximal body.
     * Spark's share is 0.6 of the heap less 300 MiB. Source: spark.memory.fraction.
     */
    private static long entranceMemory() {
        long blocks = (Runtime.getRuntime().maxMemory() - (300L << 20)) * 6 / 10;
        return Math.max(16L << 20, blocks / 4);
    }
}
