package io.roundabout.entrance;

import java.util.Optional;

/**
 * The way into the entrance for messages that arrive whole in this JVM, by another protocol: they are checked, framed and
 * decided as a {@code !put} is. Thread-safe.
 */
public interface SideDoor {
    /** Returns what may be pushed. */
    PushLimits limits();

    /** Returns why nothing can be pushed to {@code stream}, naming the nearest streams; empty if it can. Stores nothing. */
    Optional<String> refusal(String stream);

    /**
     * Lets a sender in.
     *
     * @param stream where its messages go
     * @param vehicle its name, at most 128 bytes, empty if it has none
     * @param listener hears of its messages
     */
    Pusher enter(String stream, String vehicle, PushListener listener);
}
