package io.roundabout.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets who is interrupted, by SIGTERM or Ctrl-C, bring to an end what was begun: the process waits until this is closed, at
 * most 10 s. Thread-safe.
 */
final class Stopping implements AutoCloseable {
    private static final long MOST_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stopping");
    private volatile boolean asked;

    Stopping() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns whether to come to an end. */
    boolean isAsked() {
        return asked;
    }

    @Override
    public void close() {
        ended.countDown();
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is stopping right now, which is what the hook is for.
                return;
            }
        }
    }

    private void stop() {
        asked = true;
        try {
            ended.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
