package io.roundabout.join;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a {@code latest} input that were replaced while completions with them were owed, oldest first. Each stands in
 * a row of its own until it was used as often as it is owed; a head row says which there are. Confined to the turn.
 */
final class Pins {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + 4 * Long.BYTES;
    private static final int ROW_BYTES = 1 + Long.BYTES;

    private final Place place;
    private long first;
    private long next;
    private long uses;

    /** Uses of the first pin that are left; 0 before its row is read. */
    private long left;

    private @Nullable HeldMessage message;
    private boolean changed;
    private long readBytes;

    private Pins(Place place) {
        this.place = place;
    }

    /** Returns the pins of an input of a group that owes nothing: there are none. */
    static Pins none(Place place) {
        return new Pins(place);
    }

    /** Reads which pins there are. */
    static Pins open(Place place) {
        Pins pins = new Pins(place);
        byte[] stored = place.readPins();
        if (stored != null) {
            ByteBuffer in = body(stored);
            pins.first = in.getLong();
            pins.next = in.getLong();
            pins.uses = in.getLong();
            pins.left = in.getLong();
        }
        return pins;
    }

    /** Returns how many completions all of them together are owed. */
    long uses() {
        return uses;
    }

    /**
     * Pins a message behind the others.
     *
     * @param owed completions with it, at least 1
     */
    void add(HeldMessage replaced, long owed) {
        byte[] stored = replaced.write();
        place.writePin(
                next++,
                ByteBuffer.allocate(ROW_BYTES + stored.length)
                        .put(VERSION)
                        .putLong(owed)
                        .put(stored)
                        .array());
        uses += owed;
        changed = true;
    }

    /** Returns the message of the next completion that is owed. */
    HeldMessage use() {
        HeldMessage used = message == null ? read() : message;
        message = used;
        changed = true;
        uses--;
        left--;
        if (left == 0) {
            place.removePin(first++);
            message = null;
        }
        return used;
    }

    private HeldMessage read() {
        ByteBuffer in = body(place.readPin(first));
        long owed = in.getLong();
        left = left == 0 ? owed : left;
        byte[] stored = new byte[in.remaining()];
        in.get(stored);
        readBytes += stored.length;
        return HeldMessage.read(stored);
    }

    /** Returns the bytes of messages it read since it was asked last. */
    long takeReadBytes() {
        long bytes = readBytes;
        readBytes = 0;
        return bytes;
    }

    /** Writes the head row. */
    void flush() {
        if (changed && uses == 0) {
            place.removePins();
        } else if (changed) {
            place.writePins(ByteBuffer.allocate(HEAD_BYTES)
                    .put(VERSION)
                    .putLong(first)
                    .putLong(next)
                    .putLong(uses)
                    .putLong(left)
                    .array());
        }
    }

    private static ByteBuffer body(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("pinned message of version " + version + "; this hub reads " + VERSION);
        }
        return in;
    }
}
