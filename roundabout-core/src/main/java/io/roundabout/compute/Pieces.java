package io.roundabout.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pieces that a turn sends or was sent: few in memory, and the rest in a file, as a message of some bytes can add a hundred thousand
 * times as much. To be closed, which removes the file. Confined to the thread of the turn.
 */
public final class Pieces implements AutoCloseable {
    /** Bytes in memory; a turn of every day has less. Each task of a turn has as much. */
    static final int MEMORY_BYTES = 4 << 20;

    private static final byte[] ELSEWHERE = new byte[0];

    private final Room room;
    private final List<Stored> all = new ArrayList<>();
    private int memory;
    private @Nullable FileChannel file;
    private long end;

    /** Makes files. */
    @FunctionalInterface
    public interface Room {
        /**
         * Returns an empty file, on a disk of this machine, for what need not survive. It is removed by who asked.
         *
         * @throws IOException if there is none to be had
         */
        Path file() throws IOException;
    }

    /** A piece in memory; or what is known of one, and where the rest is. */
    private record Stored(Piece piece, long at, int length) {
        boolean isElsewhere() {
            return length > 0;
        }
    }

    /** Begins with nothing. */
    public Pieces(Room room) {
        this.room = room;
    }

    /**
     * Adds a piece at the end.
     *
     * @throws UncheckedIOException if it is to be written, and cannot be
     */
    public void add(Piece piece) {
        int length = piece.partials().length;
        if (memory + length <= MEMORY_BYTES) {
            memory += length;
            all.add(new Stored(piece, 0, 0));
            return;
        }
        try {
            FileChannel to = opened();
            for (ByteBuffer left = ByteBuffer.wrap(piece.partials()); left.hasRemaining(); ) {
                to.write(left, end + left.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what a turn adds to results cannot be written", e);
        }
        all.add(new Stored(piece.with(ELSEWHERE), end, length));
        end += length;
    }

    private FileChannel opened() throws IOException {
        FileChannel open = file;
        if (open == null) {
            open = FileChannel.open(
                    room.file(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            file = open;
        }
        return open;
    }

    /** Returns how many there are. */
    public int size() {
        return all.size();
    }

    /** Returns what is known of a piece without a look at the disk: all but what it adds. */
    Piece head(int index) {
        return all.get(index).piece();
    }

    /**
     * Returns a piece.
     *
     * @param index counted from 0, in the order in which they were added
     * @throws UncheckedIOException if it cannot be read
     */
    public Piece get(int index) {
        Stored stored = all.get(index);
        FileChannel from = file;
        if (!stored.isElsewhere() || from == null) {
            return stored.piece();
        }
        ByteBuffer partials = ByteBuffer.allocate(stored.length());
        try {
            while (partials.hasRemaining()) {
                if (from.read(partials, stored.at() + partials.position()) < 0) {
                    throw new IOException("it has " + from.size() + " bytes; it should have " + end);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what a turn adds to results cannot be read again", e);
        }
        return stored.piece().with(partials.array());
    }

    /** Returns how many bytes are in memory, which is no more than {@link #MEMORY_BYTES}. */
    int memoryBytes() {
        return all.stream().mapToInt(stored -> stored.piece().partials().length).sum();
    }

    @Override
    public void close() {
        FileChannel open = file;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException("a file for what need not survive cannot be removed", e);
            }
        }
    }
}
