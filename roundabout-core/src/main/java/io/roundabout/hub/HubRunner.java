package io.roundabout.hub;

import io.roundabout.RoundaboutException;
import io.roundabout.circulation.Disk;
import io.roundabout.cli.HubLauncher;
import io.roundabout.cli.LogFormat;
import io.roundabout.cli.Terminal;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a hub as the process's only work: until SIGTERM or SIGINT, or until the loop fails. */
final class HubRunner implements HubLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(HubRunner.class);
    /** Exit code when the loop failed. Source: EX_SOFTWARE of sysexits.h. */
    private static final int EXIT_FAILED = 70;
    /** Exit code when it did not come to run, as of every command that failed. */
    private static final int EXIT_NOT_STARTED = 1;
    /** Before Spark's own hook (50), which would take the loop away from under the doors. */
    private static final int HOOK_PRIORITY = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Disk disk;
    private volatile LogFormat format = LogFormat.TEXT;

    /** Prepares to run a hub whose state folder is on {@code disk}. */
    HubRunner(Terminal terminal, Disk disk) {
        this.disk = disk;
        this.out = terminal.out();
        this.err = terminal.err();
        this.environment = terminal.environment();
    }

    @Override
    public int run(Map<String, String> options) {
        Heap.ofProcess().requireEnough();
        Settings settings = Settings.read(options, environment);
        format = settings.get(SettingsTable.LOG_FORMAT);
        Logging.as(format);
        settings.warnOfIgnored();
        try {
            return run(Hub.open(SettingsTable.apply(settings), disk, this::fail));
        } catch (RoundaboutException e) {
            if (format == LogFormat.TEXT) {
                throw e;
            }
            LOG.error("the hub could not start: {}", e.getMessage(), e);
            return EXIT_NOT_STARTED;
        }
    }

    private int run(Hub hub) {
        CountDownLatch stopped = new CountDownLatch(1);
        ShutdownHookManager.get()
                .addShutdownHook(
                        () -> {
                            say("stopping: committing what was received …");
                            hub.close();
                            say("stopped");
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

    private void say(String words) {
        if (format == LogFormat.JSON) {
            LOG.info(words);
        } else {
            err.println("roundabout: " + words);
            err.flush();
        }
    }

    /** Stops at once: what was acknowledged is on disk, the rest is with the vehicles. */
    private void fail(Throwable failure) {
        String words = "the hub stops: " + text(failure)
                + ". Nothing acknowledged is lost; start it again. If it stops again, set ROUNDABOUT_LOG_LEVEL=debug and"
                + " report what it prints.";
        if (format == LogFormat.JSON) {
            LOG.error(words, failure);
        } else {
            LOG.debug("the loop failed", failure);
            say(words);
        }
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
}
