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
 */
record GroupHead(List<Waiting> inputs) {
    private static final byte VERSION = 1;

    /** One byte more for each input; written only where a {@code latest} has an id. */
    private static final byte VERSION_WITH_IDS = 2;

    private static final int WAITING_BYTES = Integer.BYTES + 2 * Long.BYTES;
    private static final GroupHead NONE = new GroupHead(List.of());

    /**
     * Messages that wait at an input.
     *
     * @param stream number of the stream: inputs may be declared in another order tomorrow
     * @param first sequence of the first message
     * @param next sequence after that of the last message
     * @param identified whether the message of a {@code latest} has a duplicate id: if not, it need not be read to be replaced
     */
    record Waiting(int stream, long first, long next, boolean identified) {
        /** Messages of which none need be read to be replaced. */
        Waiting(int stream, long first, long next) {
            this(stream, first, next, false);
        }

        /** Returns how many wait. */
        long count() {
            return next - first;
        }
    }

    boolean isEmpty() {
        return inputs.isEmpty();
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

    byte[] write() {
        boolean withIds = inputs.stream().anyMatch(Waiting::identified);
        ByteBuffer out = ByteBuffer.allocate(2 + (WAITING_BYTES + (withIds ? 1 : 0)) * inputs.size())
                .put(withIds ? VERSION_WITH_IDS : VERSION)
                .put((byte) inputs.size());
        for (Waiting input : inputs) {
            out.putInt(input.stream).putLong(input.first).putLong(input.next);
            if (withIds) {
                out.put((byte) (input.identified ? 1 : 0));
            }
        }
        return out.array();
    }

    /** Reads what {@link #write} wrote; an absent row is a group where nothing waits. */
    static GroupHead read(byte @Nullable [] stored) {
        if (stored == null) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION && version != VERSION_WITH_IDS) {
            throw new IllegalArgumentException(
                    "group of version " + version + "; this hub reads 1 and " + VERSION_WITH_IDS);
        }
        int count = in.get();
        List<Waiting> inputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            inputs.add(
                    new Waiting(in.getInt(), in.getLong(), in.getLong(), version == VERSION_WITH_IDS && in.get() == 1));
        }
        return new GroupHead(inputs);
    }
}
