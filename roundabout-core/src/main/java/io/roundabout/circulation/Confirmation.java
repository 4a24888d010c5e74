package io.roundabout.circulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Whether somebody is to confirm the clock, and who asked for that. Thread-safe; given by the loop's thread alone. */
final class Confirmation {
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean missing;

    /** @param missing whether nothing may expire until it is given */
    Confirmation(boolean missing) {
        this.missing = missing;
    }

    /** Returns whether nothing may expire until it is given. */
    boolean isMissing() {
        return missing;
    }

    /** Asks the loop for it; completed once it is kept. */
    CompletionStage<Void> ask() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    boolean isAsked() {
        return !asked.isEmpty();
    }

    /** Tells those who asked that it is kept. */
    void given() {
        missing = false;
        for (CompletableFuture<Void> next = asked.poll(); next != null; next = asked.poll()) {
            next.complete(null);
        }
    }
}
