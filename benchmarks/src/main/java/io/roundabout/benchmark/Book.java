package io.roundabout.benchmark;

import java.util.BitSet;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is delivered: every key exactly once, each byte as it was pushed, nothing that no push explains. Thread-safe:
 * one thread delivers, another opens rounds and waits for their end.
 */
final class Book {
    private final Bodies bodies;
    private final Findings findings;
    private final BitSet delivered = new BitSet();
    private int firstKey;
    private int afterLastKey;
    private int missing;
    private long @Nullable [] countedDue;
    private Histogram delays = Delays.histogram();
    private long lastDelivery;

    Book(Bodies bodies, Findings findings) {
        this.bodies = bodies;
        this.findings = findings;
    }

    /**
     * Lets {@code keys} more keys be delivered.
     *
     * @param due for each the time from which its delay counts, 0 if it does not; or null if none counts
     * @return the number of the first of them
     */
    synchronized int open(int keys, long @Nullable [] due) {
        firstKey = afterLastKey;
        afterLastKey += keys;
        missing += keys;
        countedDue = due;
        delays = Delays.histogram();
        lastDelivery = System.nanoTime();
        return firstKey;
    }

    /** Takes a result that was delivered at {@code now}, in nanoseconds. */
    synchronized void deliver(byte[] result, long now) {
        int number = Bodies.numberOf(result);
        if (number < 0 || number >= afterLastKey) {
            findings.add("invented: " + shown(result));
        } else if (delivered.get(number)) {
            findings.add("came again: " + shown(result));
        } else {
            delivered.set(number);
            if (!bodies.isResult(number, result)) {
                findings.add("not the bytes that were pushed: " + shown(result));
            }
            missing--;
            count(number, now);
        }
        lastDelivery = now;
        if (missing == 0) {
            notifyAll();
        }
    }

    /**
     * Waits until every key has been delivered.
     *
     * @param patienceNanos how long nothing may come before it gives up, with a finding
     * @return when the last delivery was, in nanoseconds
     */
    synchronized long awaitEverything(long patienceNanos) throws InterruptedException {
        while (missing > 0 && !findings.isHopeless()) {
            if (System.nanoTime() - lastDelivery > patienceNanos) {
                findings.giveUp("no result for " + patienceNanos / 1_000_000_000 + " s");
            }
            wait(100);
        }
        if (missing > 0) {
            findings.add(missing + " of " + afterLastKey + " results did not come");
        }
        return lastDelivery;
    }

    /** Returns how many results were delivered, each counted once. */
    synchronized long delivered() {
        return (long) afterLastKey - missing;
    }

    /** Returns the delays of this round that count, so far. */
    synchronized Histogram delays() {
        return delays.copy();
    }

    private void count(int number, long now) {
        long[] due = countedDue;
        if (due != null && number >= firstKey && due[number - firstKey] != 0) {
            Delays.record(delays, now - due[number - firstKey]);
        }
    }

    private static String shown(byte[] result) {
        String text = new String(result, java.nio.charset.StandardCharsets.UTF_8);
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
