package io.roundabout.join;

import io.roundabout.state.DeadlineQueue;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one input of a group stand in held state.
 *
 * @param partition the partition
 * @param join number of the join
 * @param key UTF-8 of the group's key
 * @param stream number of the input's stream
 * @param deadlines of the input
 */
record Place(HeldPartition partition, int join, byte[] key, int stream, InputDeadlines deadlines) {

    /** Returns where messages stand, for those who only look. */
    static Place toRead(HeldPartition partition, int join, byte[] key, int stream) {
        DeadlineQueue queue = new DeadlineQueue(partition.rows(), join, stream);
        return new Place(partition, join, key, stream, new InputDeadlines(queue, TimeRule.ENDLESS));
    }

    HeldMessage read(long sequence) {
        byte[] stored = partition.rows().get(row(sequence));
        if (stored == null) {
            throw new IllegalStateException(
                    "message " + sequence + " of stream " + stream + " is missing in a group of join " + join);
        }
        return HeldMessage.read(stored);
    }

    /** Writes a message that waits, with the entry of its deadline if it has one. */
    void write(long sequence, HeldMessage message) {
        HeldMessage entered = message.withEntry(deadlines.enter(message, sequence, key));
        partition.rows().put(row(sequence), entered.write());
    }

    /** Writes the message in force and returns the entry of its deadline, which the head row has. */
    long replace(long sequence, HeldMessage message) {
        partition
                .rows()
                .put(row(sequence), message.withEntry(HeldMessage.NO_ENTRY).write());
        return deadlines.enter(message, sequence, key);
    }

    void remove(long sequence) {
        partition.rows().remove(row(sequence));
    }

    /** Takes the entry of a deadline out, if it is one. */
    void withdraw(long entry) {
        deadlines.withdraw(entry);
    }

    /** Notes that the input holds {@code message} no longer. */
    void left(HeldMessage message) {
        deadlines.withdraw(message.entry());
        if (message.id() != null) {
            partition.ids().left(stream, key, message.id());
        }
    }

    byte @Nullable [] readPins() {
        return partition.rows().get(RowKey.pins(join, key, stream));
    }

    void writePins(byte[] head) {
        partition.rows().put(RowKey.pins(join, key, stream), head);
    }

    void removePins() {
        partition.rows().remove(RowKey.pins(join, key, stream));
    }

    byte[] readPin(long index) {
        byte[] stored = partition.rows().get(RowKey.pin(join, key, stream, index));
        if (stored == null) {
            throw new IllegalStateException(
                    "pinned message " + index + " of stream " + stream + " is missing in a group of join " + join);
        }
        return stored;
    }

    void writePin(long index, byte[] pin) {
        partition.rows().put(RowKey.pin(join, key, stream, index), pin);
    }

    void removePin(long index) {
        partition.rows().remove(RowKey.pin(join, key, stream, index));
    }

    private byte[] row(long sequence) {
        return RowKey.held(join, key, stream, sequence);
    }
}
