package io.roundabout.compute;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads what several partitions added, in the order of arrival. A piece is fetched when its turn comes, and let go when it is read: of each
 * source few are in memory at a time. Confined to the thread of the turn.
 */
final class PieceReading {
    private static final Comparator<Part> ORDER = Comparator.comparingInt(Part::position)
            .thenComparingInt(Part::source)
            .thenComparingInt(Part::number);

    private final Pieces pieces;
    private final PriorityQueue<Part> parts = new PriorityQueue<>(ORDER);

    /** What is not read of a piece: all of it, while {@code rest} is null. */
    private record Part(
            int position,
            int source,
            int number,
            int index,
            @Nullable ByteBuffer rest) {}

    PieceReading(Pieces pieces) {
        this.pieces = pieces;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.head(i);
            parts.add(new Part(piece.position(), piece.source(), piece.number(), i, null));
        }
    }

    boolean hasNext() {
        return !parts.isEmpty();
    }

    Partial next() {
        Part part = parts.remove();
        ByteBuffer begun = part.rest();
        ByteBuffer rest =
                begun == null ? ByteBuffer.wrap(pieces.get(part.index()).partials()) : begun;
        Partial partial = Partial.read(rest);
        if (rest.hasRemaining()) {
            parts.add(new Part(Partial.nextPosition(rest), part.source(), part.number(), part.index(), rest));
        }
        return partial;
    }
}
