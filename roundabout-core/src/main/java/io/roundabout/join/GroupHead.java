package io.roundabout.join;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Head row of a group: which messages of its key wait. An input without messages is left out, so its next message gets
 * sequence 0.
 *
 * @param inputs in any order
 * @param behind cursors that stand for the group, where what comes to it waits behind them; where completions are counted, 1 for
 *     all of them; 0 if there are none
 */
record GroupHead(List<Waiting> inputs, int behind) {
    private static final byte VERSION = 1;

    /** One byte more for each input; written only where a {@code latest} has an id. */
    private static final byte VERSION_WITH_IDS = 2;

    /** {@link #behind} in front, flags and the entry of a deadline for each input; written only where one of them is needed. */
    private static final byte VERSION_WITH_DEADLINES = 3;

    /** As with deadlines; written only where an input is counted as full. */
    private static final byte VERSION_WITH_FULL = 4;

    private static final int WAITING_BYTES = Integer.BYTES + 2 * Long.BYTES;
    private static final int IDENTIFIED = 1;
    private static final int USED = 2;
    private static final int FULL = 4;
    private static final GroupHead NONE = new GroupHead(List.of(), 0);

    /**
     * Messages that wait at an input.
     *
     * @param stream number of the stream: inputs may be declared in another order tomorrow
     * @param first sequence of the first message
     * @param next sequence after that of the last message
     * @param latest what is known of the message of a {@code latest} input without reading it
     * @param full whether the key is counted as full: what was counted is taken back by this alone, whatever the bound is by then
     */
    record Waiting(int stream, long first, long next, Latest latest, boolean full) {
        /** Messages of a key that is not full. */
        Waiting(int stream, long first, long next, Latest latest) {
            this(stream, first, next, latest, false);
        }

        /** Messages of which none need be read to be replaced. */
        Waiting(int stream, long first, long next) {
            this(stream, first, next, Latest.PLAIN);
        }

        /** Returns the same, counted as full or not. */
        Waiting full(boolean isFull) {
            return isFull == full ? this : new Waiting(stream, first, next, latest, isFull);
        }

        /** Returns how many wait. */
        long count() {
            return next - first;
        }
    }

    /**
     * What is known of the message in force.
     *
     * @param identified whether it has a duplicate id: if not, it need not be read to be replaced
     * @param used whether it was used in a result; known only where it has a deadline
     * @param entry number of its entry among the deadlines, or {@link HeldMessage#NO_ENTRY}
     */
    record Latest(boolean identified, boolean used, long entry) {
        static final Latest PLAIN = new Latest(false, false, HeldMessage.NO_ENTRY);
    }

    boolean isEmpty() {
        return inputs.isEmpty() && behind == 0;
    }

    /** Returns what waits of {@code stream}. */
    Waiting of(int stream) {
        for (Waiting input : inputs) {
            if (input.stream == stream) {
                return input;
            }
        }
        return new Waiting(stream, 0, 0);
    }

    /** Returns whether an input is counted as full. */
    boolean isFull() {
        return inputs.stream().anyMatch(Waiting::full);
    }

    /** Returns the same with no input counted as full. */
    GroupHead notFull() {
        return new GroupHead(inputs.stream().map(input -> input.full(false)).toList(), behind);
    }

    byte[] write() {
        byte version = version();
        int more = version == VERSION ? 0 : version == VERSION_WITH_IDS ? 1 : 1 + Long.BYTES;
        ByteBuffer out = ByteBuffer.allocate(2 + Integer.BYTES + (WAITING_BYTES + more) * inputs.size())
                .put(version)
                .put((byte) inputs.size());
        if (version >= VERSION_WITH_DEADLINES) {
            out.putInt(behind);
        }
        for (Waiting input : inputs) {
            out.putInt(input.stream).putLong(input.first).putLong(input.next);
            if (version != VERSION) {
                out.put(flags(input));
            }
            if (version >= VERSION_WITH_DEADLINES) {
                out.putLong(input.latest.entry);
            }
        }
        byte[] written = new byte[out.position()];
        out.flip().get(written);
        return written;
    }

    private static byte flags(Waiting input) {
        return (byte)
                ((input.latest.identified ? IDENTIFIED : 0) | (input.latest.used ? USED : 0) | (input.full ? FULL : 0));
    }

    private byte version() {
        if (isFull()) {
            return VERSION_WITH_FULL;
        }
        boolean deadlines = behind > 0;
        boolean ids = false;
        for (Waiting input : inputs) {
            deadlines |= input.latest.used || input.latest.entry != HeldMessage.NO_ENTRY;
            ids |= input.latest.identified;
        }
        return deadlines ? VERSION_WITH_DEADLINES : ids ? VERSION_WITH_IDS : VERSION;
    }

    /** Reads what {@link #write} wrote; an absent row is a group where nothing waits. */
    static GroupHead read(byte @Nullable [] stored) {
        if (stored == null) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version < VERSION || version > VERSION_WITH_FULL) {
            throw new IllegalArgumentException(
                    "group of version " + version + "; this hub reads 1 to " + VERSION_WITH_FULL);
        }
        int count = in.get();
        int behind = version >= VERSION_WITH_DEADLINES ? in.getInt() : 0;
        List<Waiting> inputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            inputs.add(waiting(version, in));
        }
        return new GroupHead(inputs, behind);
    }

    private static Waiting waiting(byte version, ByteBuffer in) {
        Waiting plain = new Waiting(in.getInt(), in.getLong(), in.getLong());
        if (version == VERSION) {
            return plain;
        }
        byte flags = in.get();
        long entry = version >= VERSION_WITH_DEADLINES ? in.getLong() : HeldMessage.NO_ENTRY;
        Latest latest = new Latest((flags & IDENTIFIED) != 0, (flags & USED) != 0, entry);
        return new Waiting(plain.stream, plain.first, plain.next, latest, (flags & FULL) != 0);
    }
}
