package io.roundabout.join;

import io.roundabout.state.HeldPartition;
import io.roundabout.state.RowKey;

/**
 * Where the messages of one input of a group stand in held state.
 *
 * @param partition the partition
 * @param join number of the join
 * @param key UTF-8 of the group's key
 * @param stream number of the input's stream
 */
record Place(HeldPartition partition, int join, byte[] key, int stream) {

    HeldMessage read(long sequence) {
        byte[] stored = partition.rows().get(row(sequence));
        if (stored == null) {
            throw new IllegalStateException(
                    "message " + sequence + " of stream " + stream + " is missing in a group of join " + join);
        }
        return HeldMessage.read(stored);
    }

    void write(long sequence, HeldMessage message) {
        partition.rows().put(row(sequence), message.write());
    }

    void remove(long sequence) {
        partition.rows().remove(row(sequence));
    }

    /** Notes that the input holds {@code message} no longer. */
    void left(HeldMessage message) {
        if (message.id() != null) {
            partition.ids().left(stream, key, message.id());
        }
    }

    private byte[] row(long sequence) {
        return RowKey.held(join, key, stream, sequence);
    }
}
