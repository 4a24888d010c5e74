package io.roundabout.circulation;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.outbox.StoredMessage;
import org.jspecify.annotations.Nullable;

/** Where a dead letter goes that is to be sent back. */
public sealed interface Destination {

    /** Says where dead letters go, by the rules of now. Pure, and called by the loop, so it has to be quick. */
    @FunctionalInterface
    interface Judge {
        /** Returns where {@code letter} goes. */
        Destination of(StoredMessage letter);
    }

    /**
     * To the end of an address.
     *
     * @param address name of an output or mailbox
     */
    record Address(String address) implements Destination {}

    /**
     * To a stream, as if it had just come through the door. Arrays are not copied.
     *
     * @param stream name of the stream
     * @param format what the body is
     * @param key UTF-8 of its key, or null
     * @param id UTF-8 of its duplicate id, or null
     */
    record Stream(String stream, BodyFormat format, byte @Nullable [] key, byte @Nullable [] id)
            implements Destination {}

    /**
     * To the end of the dead letters again, for a reason it did not have before.
     *
     * @param reason word of the reason
     * @param detail for people
     */
    record DeadAgain(String reason, String detail) implements Destination {}

    /**
     * Nowhere.
     *
     * @param why for people, few of them, since they are counted by it
     */
    record Stays(String why) implements Destination {}
}
