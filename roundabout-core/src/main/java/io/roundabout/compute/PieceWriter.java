package io.roundabout.compute;

import io.roundabout.entrance.Partitions;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts what a partition of messages adds to results into pieces, by the partition that has the results. A piece ends when it is full,
 * and where the order of arrival does: each is in order by itself. Confined to the thread of the turn.
 */
public final class PieceWriter {
    private final int source;
    private final Partitions partitions;
    private final Pieces pieces;
    private final Map<Integer, Open> open = new TreeMap<>();
    private int number;

    /** A piece that grows. */
    private static final class Open {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
        private final int first;
        private int last;

        Open(int position) {
            first = position;
            last = position;
        }
    }

    /**
     * Begins with nothing.
     *
     * @param source the partition of the messages
     * @param partitions of results, as many as of messages
     * @param pieces takes those that are complete
     */
    public PieceWriter(int source, Partitions partitions, Pieces pieces) {
        this.source = source;
        this.partitions = partitions;
        this.pieces = pieces;
    }

    void write(Partial partial) {
        int target = partitions.of(partial.cell().key());
        Open piece = open.get(target);
        if (piece != null && partial.position() < piece.last) {
            end(target, piece);
            piece = null;
        }
        if (piece == null) {
            piece = new Open(partial.position());
            open.put(target, piece);
        }
        piece.last = partial.position();
        piece.bytes.writeBytes(partial.write());
        if (piece.bytes.size() >= Piece.BYTES) {
            end(target, piece);
            open.remove(target);
        }
    }

    private void end(int target, Open piece) {
        pieces.add(new Piece(target, source, number++, piece.first, piece.bytes.toByteArray()));
    }

    /** Ends what is open. */
    void end() {
        open.forEach(this::end);
        open.clear();
    }
}
