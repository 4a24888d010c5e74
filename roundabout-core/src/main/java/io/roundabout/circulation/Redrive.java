package io.roundabout.circulation;

import io.roundabout.entrance.BodyFormat;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters that a turn sends back, as far as they concern one state partition: those it lets go, and those that come to
 * it. Arrays are not copied: whoever holds one must not write to it.
 *
 * @param address where the letters are
 * @param leaving numbers of those in this partition, ascending
 * @param coming what comes to this partition, perhaps from others, in order
 */
record Redrive(String address, long[] leaving, List<Coming> coming) implements Serializable {
    Redrive {
        coming = new ArrayList<>(coming);
    }

    boolean isEmpty() {
        return leaving.length == 0 && coming.isEmpty();
    }

    /** A message on its way back. */
    sealed interface Coming extends Serializable {}

    /**
     * To the end of an address: its output or mailbox, or {@code dead/NAME} again.
     *
     * @param address the address
     * @param stored the message; see {@link io.roundabout.outbox.StoredMessage#write}
     */
    record ToAddress(String address, byte[] stored) implements Coming {}

    /**
     * To a stream, as if it had just come through the door.
     *
     * @param stream the stream
     * @param format what the body is
     * @param key UTF-8 of its key, or null
     * @param id UTF-8 of its duplicate id, or null
     * @param letter the dead letter, which it becomes again if it is refused now
     */
    record ToStream(String stream, BodyFormat format, byte @Nullable [] key, byte @Nullable [] id, byte[] letter)
            implements Coming {}
}
