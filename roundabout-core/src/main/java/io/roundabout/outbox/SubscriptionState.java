package io.roundabout.outbox;

import io.roundabout.outbox.SubscriptionRequest.Lasting;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a partition knows of a subscription beside its lane; the first two are the same in every partition.
 *
 * @param lasting how long it lasts
 * @param leftMillis hub time at which its link left; {@link #ATTACHED} while it has one
 * @param until while it starts with the latest of each key: messages below this number are still to be looked through, those
 *     from it on come after; else {@link #LOOKED_THROUGH}
 */
public record SubscriptionState(Lasting lasting, long leftMillis, long until) implements Serializable {
    /** It has a link. */
    public static final long ATTACHED = 0;

    /** It has all there is. */
    static final long LOOKED_THROUGH = -1;

    private static final byte VERSION = 1;
    private static final int BYTES = 2 + 2 * Long.BYTES;

    boolean isBehind() {
        return until != LOOKED_THROUGH;
    }

    SubscriptionState lookedThrough() {
        return new SubscriptionState(lasting, leftMillis, LOOKED_THROUGH);
    }

    /** Returns what it becomes when its link leaves. */
    public SubscriptionState left(long nowMillis) {
        return new SubscriptionState(lasting, nowMillis, until);
    }

    private SubscriptionState withLink(Lasting wanted) {
        return new SubscriptionState(lasting == Lasting.DURABLE ? lasting : wanted, ATTACHED, until);
    }

    /** Returns what it becomes when a link attaches; null is one that is new. */
    public static SubscriptionState attached(@Nullable SubscriptionState before, Lasting wanted) {
        return before == null ? new SubscriptionState(wanted, ATTACHED, LOOKED_THROUGH) : before.withLink(wanted);
    }

    byte[] write() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put((byte) (lasting == Lasting.DURABLE ? 1 : 0))
                .putLong(leftMillis)
                .putLong(until)
                .array();
    }

    /** Reads what {@link #write} wrote; empty if there is no such subscription. */
    static Optional<SubscriptionState> read(byte @Nullable [] stored) {
        if (stored == null) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("subscription of version " + version + "; this hub reads " + VERSION);
        }
        Lasting lasting = in.get() == 1 ? Lasting.DURABLE : Lasting.LINK;
        return Optional.of(new SubscriptionState(lasting, in.getLong(), in.getLong()));
    }
}
