package io.roundabout.vehicle;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages being collected, in a loop. A message is acknowledged when the next one is asked for, or the loop ends by itself;
 * closed before that, it is released: the hub keeps it and delivers it again. So close it, best by try-with-resources.
 *
 * <p>An acknowledgement is not answered: after a crash right behind it a message may come once more, with the same id.
 *
 * <p>Not thread-safe: for one thread at a time.
 */
public final class Collecting implements Iterable<CollectedMessage>, AutoCloseable {
    private final MessageSource source;
    private long left;
    private @Nullable CollectedMessage upcoming;
    private boolean unacknowledged;
    private boolean ended;
    private volatile boolean closed;

    Collecting(MessageSource source, long limit) {
        this.source = source;
        this.left = limit;
    }

    /**
     * Returns the one iterator there is. Its {@code hasNext} acknowledges the message before and says whether there is a
     * next one, waiting for it where that was asked for. Both its methods throw {@link HubUnreachableException} if the
     * connection is lost; what was not acknowledged is delivered again.
     */
    @Override
    public Iterator<CollectedMessage> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return isAnotherThere();
            }

            @Override
            public CollectedMessage next() {
                return takeNext();
            }
        };
    }

    /**
     * Waits for a message, however this loop was begun, before the first is taken.
     *
     * @param timeout how long at most
     * @return whether one is there; if not, nothing is closed
     */
    public boolean awaitFirst(Duration timeout) {
        if (upcoming == null && !unacknowledged && !ended) {
            upcoming = source.next(timeout);
        }
        return upcoming != null;
    }

    /** Returns the messages as a stream, in order. Close it, or this, when done. */
    public Stream<CollectedMessage> stream() {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), traits), false)
                .onClose(this::close);
    }

    /** Releases what is not acknowledged, and leaves. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            source.close();
        }
    }

    private boolean isAnotherThere() {
        if (upcoming == null && !ended) {
            acknowledge();
            upcoming = left > 0 && !closed ? source.next() : null;
            ended = upcoming == null;
            if (ended) {
                close();
            }
        }
        return upcoming != null;
    }

    private CollectedMessage takeNext() {
        if (!isAnotherThere() || upcoming == null) {
            throw new NoSuchElementException("no more messages");
        }
        CollectedMessage message = upcoming;
        upcoming = null;
        unacknowledged = true;
        left--;
        return message;
    }

    private void acknowledge() {
        if (unacknowledged && !closed) {
            source.acknowledge();
        }
        unacknowledged = false;
    }
}
