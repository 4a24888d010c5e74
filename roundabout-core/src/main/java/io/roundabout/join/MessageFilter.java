package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;

/** Which messages of a stream are taken, where it says {@code where: …}. Thread-safe. */
@FunctionalInterface
public interface MessageFilter {
    /**
     * Returns whether the predicate is true of a message; null is false, and so is what cannot be computed.
     *
     * @param format what the body is
     * @param body the body as it was sent; not written to
     */
    boolean takes(BodyFormat format, byte[] body);
}
