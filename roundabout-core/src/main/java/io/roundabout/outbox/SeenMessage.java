package io.roundabout.outbox;

import java.io.Serializable;

/**
 * A held message that somebody looked at, and did not take. The array is not copied: whoever holds it must not write to it.
 *
 * @param number its number in its lane
 * @param attempts failed deliveries so far
 * @param bodyBytes bytes of its body, of which {@code stored} may have only the first
 * @param stored the message; see {@link #message}
 */
public record SeenMessage(long number, int attempts, int bodyBytes, byte[] stored) implements Serializable {
    /** What a message takes beside its body, roughly. */
    static final int OVERHEAD_BYTES = 256;

    /** Returns the message. */
    public StoredMessage message() {
        return StoredMessage.read(stored);
    }
}
