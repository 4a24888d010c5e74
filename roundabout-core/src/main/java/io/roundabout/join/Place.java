package io.roundabout.join;

import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one input of a group stand in held state.
 *
 * @param state rows of the partition
 * @param join number of the join
 * @param key UTF-8 of the group's key
 * @param stream number of the input's stream
 */
record Place(HeldState state, int join, byte[] key, int stream) {

    HeldMessage read(long sequence) {
        byte[] stored = state.get(row(sequence));
        if (stored == null) {
            throw new IllegalStateException(
                    "message " + sequence + " of stream " + stream + " is missing in a group of join " + join);
        }
        return HeldMessage.read(stored);
    }

    void write(long sequence, HeldMessage message) {
        state.put(row(sequence), message.write());
    }

    void remove(long sequence) {
        state.remove(row(sequence));
    }

    byte @Nullable [] readPins() {
        return state.get(RowKey.pins(join, key, stream));
    }

    void writePins(byte[] head) {
        state.put(RowKey.pins(join, key, stream), head);
    }

    void removePins() {
        state.remove(RowKey.pins(join, key, stream));
    }

    byte[] readPin(long index) {
        byte[] stored = state.get(RowKey.pin(join, key, stream, index));
        if (stored == null) {
            throw new IllegalStateException(
                    "pinned message " + index + " of stream " + stream + " is missing in a group of join " + join);
        }
        return stored;
    }

    void writePin(long index, byte[] pin) {
        state.put(RowKey.pin(join, key, stream, index), pin);
    }

    void removePin(long index) {
        state.remove(RowKey.pin(join, key, stream, index));
    }

    private byte[] row(long sequence) {
        return RowKey.held(join, key, stream, sequence);
    }
}
