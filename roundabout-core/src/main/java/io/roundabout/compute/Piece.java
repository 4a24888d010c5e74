package io.roundabout.compute;

import java.io.Serializable;

/**
 * Some of what one partition of messages adds to results of another, in the order of arrival. It travels within a turn: both ends are of
 * one version. The array is not copied.
 *
 * @param target the partition that has the results, counted from 0
 * @param source the partition of the messages
 * @param number place of this piece among those of its source; ascending
 * @param position place of its first message in the order of arrival within the turn
 * @param partials what is added, one {@link Partial} behind the other
 */
public record Piece(int target, int source, int number, int position, byte[] partials) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Bytes at which a piece ends: many partials cost one record, and several pieces fit into memory anywhere. */
    static final int BYTES = 64 << 10;

    /** Returns the same with other partials. */
    Piece with(byte[] others) {
        return new Piece(target, source, number, position, others);
    }
}
