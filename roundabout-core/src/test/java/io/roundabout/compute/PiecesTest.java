package io.roundabout.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.entrance.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PiecesTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatIsInTheFileAndRemovesIt() {
        try (Pieces pieces = new Pieces(this::file)) {
            for (int i = 0; i < 10; i++) {
                pieces.add(piece(i, MIB));
            }

            assertThat(pieces.memoryBytes()).isEqualTo(4 * MIB);
            for (int i : new int[] {9, 0, 3, 4, 8, 5, 1, 2, 6, 7}) {
                assertThat(pieces.get(i).number()).isEqualTo(i);
                assertThat(Arrays.equals(pieces.get(i).partials(), piece(i, MIB).partials()))
                        .as("piece %d", i)
                        .isTrue();
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void asksForNoFileWhereItsMemoryIsEnough() {
        try (Pieces pieces = new Pieces(PiecesTest::none)) {
            pieces.add(piece(0, 4 * MIB));

            assertThat(pieces.get(0).partials()).hasSize(4 * MIB);
            assertThatThrownBy(() -> pieces.add(piece(1, 1)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("what a turn adds to results cannot be written")
                    .hasRootCauseMessage("disk full");
        }
    }

    /** Sources write in the order of arrival, but for what joins make at the end of a batch and sums that are written at last. */
    @Test
    void readsInTheOrderOfArrivalWhateverTheOrderOfPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Piece> sent = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int source = 0; source < 3; source++) {
            try (Pieces pieces = new Pieces(this::file)) {
                PieceWriter writer = new PieceWriter(source, new Partitions(1), pieces);
                for (int i = 0; i < 500; i++) {
                    int position = 10 * i + source - (random.nextInt(20) == 0 ? random.nextInt(1_000) : 0);
                    expected.add(position);
                    writer.write(new Partial(cell("k"), position, 0, new byte[random.nextInt(9_000)]));
                }
                writer.end();
                IntStream.range(0, pieces.size()).mapToObj(pieces::get).forEach(sent::add);
            }
        }
        Collections.shuffle(sent, random);
        List<Integer> read = new ArrayList<>();
        try (Pieces arrived = new Pieces(this::file)) {
            sent.forEach(arrived::add);
            for (PieceReading reading = new PieceReading(arrived); reading.hasNext(); ) {
                read.add(reading.next().position());
            }
        }

        assertThat(read)
                .as("seed %d", seed)
                .isEqualTo(expected.stream().sorted().toList());
    }

    @Test
    void keepsTheOrderOfRowsOfOneMessageOverPieces() {
        List<Integer> read = new ArrayList<>();
        try (Pieces pieces = new Pieces(this::file)) {
            PieceWriter writer = new PieceWriter(0, new Partitions(1), pieces);
            for (int row = 0; row < 100; row++) {
                byte[] sum = new byte[10_000];
                sum[0] = (byte) row;
                writer.write(new Partial(cell("k"), 7, 0, sum));
            }
            writer.end();
            assertThat(pieces.size()).isGreaterThan(10);
            for (PieceReading reading = new PieceReading(pieces); reading.hasNext(); ) {
                read.add((int) reading.next().sum()[0]);
            }
        }

        assertThat(read).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    private static Cell cell(String key) {
        return new Cell(1, Windows.RUNNING, key.getBytes(UTF_8));
    }

    private static Piece piece(int number, int length) {
        byte[] partials = new byte[length];
        Arrays.fill(partials, (byte) number);
        return new Piece(0, 1, number, 2, partials);
    }

    private Path file() {
        return folder.resolve("pieces");
    }

    private static Path none() throws IOException {
        throw new IOException("disk full");
    }
}
