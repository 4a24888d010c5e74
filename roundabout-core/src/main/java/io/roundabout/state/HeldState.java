package io.roundabout.state;

import org.jspecify.annotations.Nullable;

/**
 * The keyed state of one partition during one turn. Rows are bytes; keys sort as unsigned bytes. What is written is seen
 * by later reads of the same turn and kept if the turn is committed. Confined to the thread of the turn.
 */
public interface HeldState {

    /** Returns the row's value, or null if there is none. */
    byte @Nullable [] get(byte[] key);

    /** Writes a row, replacing any that stands there. */
    void put(byte[] key, byte[] value);

    /** Removes a row; does nothing if there is none. */
    void remove(byte[] key);

    /**
     * Visits the rows whose key starts with {@code prefix}, in order of key, until the visitor has enough. Cheap only where
     * few removed rows lie under the prefix: see docs/decisions/0001-state-layout.md.
     */
    void scan(byte[] prefix, Visitor visitor);

    /** Takes rows. */
    interface Visitor {
        /** Takes a row; returns whether it wants the next one. Must not write to the state. */
        boolean row(byte[] key, byte[] value);
    }
}
