package io.roundabout.gate;

import io.roundabout.RefusalCode;
import io.roundabout.entrance.Defect;
import io.roundabout.entrance.PushLimits;
import io.roundabout.entrance.PushedMessage;
import java.time.Duration;
import java.util.Arrays;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.codec.ReadableBuffer;

/**
 * The message that is coming in on a link, in one transfer or many. Of one that is too long only the beginning is kept.
 * Confined to the gate's event loop.
 */
final class PartialMessage {
    /** Kept of a message that is too long: what a dead letter keeps, and room for the sections before its body. */
    private static final int KEPT_OF_TOO_LONG = 128 << 10;

    /** A longer message is not even thrown away: as for the body of a {@code !put}. Source: docs/wire.md. */
    private static final int LONGEST_SKIPPED = 64 << 20;

    private static final int BYTES_PER_SECOND = 64 << 10;
    private static final byte[] NOTHING = {};

    private final PushShare share;
    private final PushLimits limits;
    private byte[] bytes = NOTHING;
    private int size;
    private long came;
    private long watched;
    private boolean isWatched;
    private boolean isBegun;
    private boolean isTooLong;

    PartialMessage(PushShare share, PushLimits limits) {
        this.share = share;
        this.limits = limits;
    }

    boolean isBegun() {
        return isBegun;
    }

    void begin() {
        isBegun = true;
        share.begin();
    }

    /** Closes the connection if this message is not whole in time; while the hub does not read, no time passes. */
    void watch(GateConnection connection) {
        if (!isWatched) {
            isWatched = true;
            watch(connection, ++watched, System.nanoTime());
        }
    }

    private void watch(GateConnection connection, long which, long since) {
        Duration allowed = limits.deadline().plusSeconds(came / BYTES_PER_SECOND);
        Duration left = allowed.minusNanos(System.nanoTime() - since);
        if (left.isNegative()) {
            connection.fail(new ProtocolViolation(
                    AmqpError.RESOURCE_LIMIT_EXCEEDED,
                    "a message was not whole within " + allowed.toSeconds() + " s (entrance.line-deadline)"));
            return;
        }
        connection.after(left.plusMillis(1), () -> {
            if (isWatched && watched == which) {
                watch(connection, which, connection.isHeld() ? System.nanoTime() : since);
            }
        });
    }

    void append(ReadableBuffer more) {
        int length = more.remaining();
        came += length;
        if (came > LONGEST_SKIPPED) {
            throw new ProtocolViolation(
                    LinkError.MESSAGE_SIZE_EXCEEDED,
                    "a message of more than " + LONGEST_SKIPPED + " B; the limit is " + limits.messageBytes()
                            + " B (entrance.max-put)");
        }
        if (!isTooLong && came > limits.messageBytes()) {
            isTooLong = true;
            keep(Math.min(size, KEPT_OF_TOO_LONG));
        }
        int room = isTooLong ? Math.max(0, KEPT_OF_TOO_LONG - size) : length;
        int taken = Math.min(room, length);
        if (bytes.length < size + taken) {
            bytes = Arrays.copyOf(bytes, size == 0 ? taken : Math.max(size + taken, 2 * bytes.length));
        }
        more.get(bytes, size, taken);
        size += taken;
        share.take(taken);
    }

    private void keep(int less) {
        share.take((long) less - size);
        size = less;
        bytes = Arrays.copyOf(bytes, less);
    }

    /** Ends it as whole; from here on its bytes are counted as those of the returned message. */
    PushedMessage finish(MessageDecoder decoder) {
        byte[] encoded = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        PushedMessage message = isTooLong ? decoder.readBeginning(encoded, tooLong()) : decoder.read(encoded);
        share.finish(size, message.bytes());
        clear();
        return message;
    }

    private Defect tooLong() {
        return new Defect(
                RefusalCode.TOO_LONG, "the message is longer than " + limits.messageBytes() + " B (entrance.max-put)");
    }

    /** Lets go of it, if one has begun. */
    void abort() {
        if (isBegun) {
            share.finish(size, 0);
            clear();
        }
    }

    private void clear() {
        isBegun = false;
        isTooLong = false;
        isWatched = false;
        bytes = NOTHING;
        size = 0;
        came = 0;
    }
}
