package io.roundabout.vehicle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a session that the hub has not decided, in order, so that they can be sent again after a lost connection.
 * Bounded: adding blocks while it is full. Thread-safe: pushed to by any thread, sent by one, decided by another.
 *
 * <p>A batch is one entry at the places of all its messages: sent, sent again and decided as one.
 *
 * <p>A message's number is its place: numbers from {@code first} to {@code next - 1} are in the ring, those up to {@code
 * sent} have been written to the connection in use, and the receipts of those up to {@code told} are complete.
 */
final class Undecided {
    private static final int DECIDED_AT_ONCE = 1024;

    /** What goes its way together: a message, or all messages of a batch. */
    static final class Entry {
        final List<FramedMessage> messages;
        final boolean batch;
        final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        private final long length;

        /** Number of the last message. */
        long number;

        int duplicates;

        private Entry(List<FramedMessage> messages, boolean batch) {
            this.messages = messages;
            this.batch = batch;
            long bytes = 0;
            for (FramedMessage message : messages) {
                bytes += message.length();
            }
            this.length = bytes;
        }

        static Entry of(FramedMessage message) {
            return new Entry(List.of(message), false);
        }

        static Entry batch(List<FramedMessage> messages) {
            return new Entry(List.copyOf(messages), true);
        }

        int count() {
            return messages.size();
        }

        long length() {
            return length;
        }

        /** Returns the stream of the message with this number, which is one of the entry's. */
        String stream(long of) {
            return messages.get((int) (of - number) + count() - 1).stream();
        }

        Receipt receipt() {
            return new Receipt(stream(number), number, duplicates == count());
        }
    }

    private final Object telling = new Object();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition toSend = lock.newCondition();
    private final @Nullable Entry[] ring;
    private final int mostMessages;
    private final long mostBytes;
    private long bytes;
    private long first = 1;
    private long next = 1;
    private long sent;
    private long told;
    private boolean nudged;
    private @Nullable VehicleException failure;

    /**
     * Creates an empty one.
     *
     * @param mostMessages bound in messages, at least 1
     * @param mostBytes bound in bytes; an entry larger than it is taken when nothing else is there
     */
    Undecided(int mostMessages, long mostBytes) {
        this.ring = new @Nullable Entry[Integer.highestOneBit(Math.max(1, mostMessages - 1)) << 1];
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    /** Lets the first message be number {@code last + 1}: the session has decided everything up to {@code last}. */
    void continueAfter(long last) {
        lock.lock();
        try {
            first = last + 1;
            next = last + 1;
            sent = last;
            told = last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what goes together and numbers it; blocks while there is no room.
     *
     * @throws VehicleException the failure after which nothing is taken any more; with code {@code batch-too-large} if there
     *     never is so much room
     * @throws InterruptedException if interrupted while waiting; the message is not taken
     */
    void add(Entry entry) throws InterruptedException {
        if (entry.count() > mostMessages) {
            throw new VehicleException(
                    "batch-too-large",
                    "a batch of " + entry.count() + " messages; bufferMessages is " + mostMessages + ". Raise it.");
        }
        lock.lockInterruptibly();
        try {
            while (failure == null && !hasRoom(entry)) {
                changed.await();
            }
            throwFailure();
            boolean nothingToSend = sent + 1 == next;
            entry.number = next + entry.count() - 1;
            while (next <= entry.number) {
                ring[slot(next)] = entry;
                next++;
            }
            bytes += entry.length();
            if (nothingToSend) {
                toSend.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts again behind {@code last} on a new connection. Returns the highest number ever sent before. */
    long resendAfter(long last) {
        lock.lock();
        try {
            long before = sent;
            sent = Math.max(last, first - 1);
            return before;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves entries that are to be sent into {@code batch}; blocks until there are some or somebody nudges.
     *
     * @return how many, 0 after a nudge
     */
    int awaitBatch(@Nullable Entry[] batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!nudged && sent + 1 >= next) {
                toSend.await();
            }
            nudged = false;
            return moveUnsent(batch);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #awaitBatch}, but returns 0 at once when there is nothing to send. */
    int pollBatch(@Nullable Entry[] batch) {
        lock.lock();
        try {
            return moveUnsent(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the sender, to look whether its connection is still there. */
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            toSend.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the message with this number, or null if it is decided or was never pushed here. */
    @Nullable
    Entry find(long number) {
        lock.lock();
        try {
            return number >= first && number < next ? ring[slot(number)] : null;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of everything up to {@code number}, and completes the receipts of what was not refused. */
    void decideUpTo(long number) {
        // The reader of a lost connection may still be here when that of the next one comes.
        synchronized (telling) {
            List<Entry> decided = new ArrayList<>();
            do {
                decided.clear();
                removeUpTo(number, decided);
                long count = 0;
                for (Entry entry : decided) {
                    entry.receipt.complete(entry.receipt());
                    count += entry.count();
                }
                tell(count);
            } while (decided.size() == DECIDED_AT_ONCE);
        }
    }

    /** Gives up: whoever waits, pushes or holds a receipt gets {@code cause}. Only the first cause counts. */
    void fail(VehicleException cause) {
        List<Entry> abandoned = new ArrayList<>();
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = cause;
            for (long number = first; number < next; number = entryAt(number).number + 1) {
                abandoned.add(entryAt(number));
            }
            changed.signalAll();
            nudged = true;
            toSend.signalAll();
        } finally {
            lock.unlock();
        }
        abandoned.forEach(entry -> entry.receipt.completeExceptionally(cause));
    }

    /**
     * Waits until everything pushed before this call is decided, and its receipts are complete.
     *
     * @return how many messages are not decided when the time is over; 0 if all are
     */
    long awaitDecided(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long target = next - 1;
            long left = nanos;
            while ((failure == null || first > target) && told < target && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (first <= target) {
                throwFailure();
            }
            return Math.max(0, target - told);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something undecided, or somebody nudges. */
    void awaitAny() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!nudged && first == next) {
                toSend.await();
            }
            nudged = false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number up to which everything is decided. */
    long decided() {
        lock.lock();
        try {
            return first - 1;
        } finally {
            lock.unlock();
        }
    }

    private void removeUpTo(long number, List<Entry> decided) {
        lock.lock();
        try {
            long last = Math.min(number, next - 1);
            // A batch is decided with its last message.
            while (first <= last && decided.size() < DECIDED_AT_ONCE && entryAt(first).number <= last) {
                Entry entry = entryAt(first);
                while (first <= entry.number) {
                    ring[slot(first)] = null;
                    first++;
                }
                bytes -= entry.length();
                decided.add(entry);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell(long count) {
        lock.lock();
        try {
            told += count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int moveUnsent(@Nullable Entry[] batch) {
        int count = 0;
        while (failure == null && count < batch.length && sent + 1 < next) {
            Entry entry = entryAt(sent + 1);
            sent = entry.number;
            batch[count] = entry;
            count++;
        }
        return count;
    }

    private boolean hasRoom(Entry entry) {
        long messages = next - first;
        return messages == 0 || (messages + entry.count() <= mostMessages && bytes + entry.length() <= mostBytes);
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private Entry entryAt(long number) {
        Entry entry = ring[slot(number)];
        if (entry == null) {
            throw new IllegalStateException("message " + number + " is not in the ring");
        }
        return entry;
    }

    private int slot(long number) {
        return (int) (number & (ring.length - 1));
    }
}
