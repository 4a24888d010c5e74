package io.roundabout.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does something with several things, so many at a time.
 *
 * @param most how many, at least 1
 */
record AtATime(int most) {
    static AtATime of(int most) {
        return new AtATime(most);
    }

    /**
     * Returns once it is done with all of them.
     *
     * @throws RuntimeException what it fails with first; nothing more is begun then, and what was begun is interrupted
     */
    <T> void run(List<T> things, Consumer<T> doing) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(1, Math.min(most, things.size())),
                work -> new Thread(work, "roundabout-cli-" + number.incrementAndGet()));
        try {
            CompletionService<Void> done = new ExecutorCompletionService<>(threads);
            List<Future<Void>> begun = new ArrayList<>();
            for (T thing : things) {
                begun.add(done.submit(() -> doing.accept(thing), null));
            }
            for (int i = 0; i < begun.size(); i++) {
                done.take().get();
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException told ? told : new IllegalStateException(failure);
    }
}
