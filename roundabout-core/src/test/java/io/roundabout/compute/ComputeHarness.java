package io.roundabout.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.Partitions;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.Turn;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.IdPolicy;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import io.roundabout.state.RowKey;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs one compute, {@code sums} from stream {@code lines}, over two partitions of messages and two of results, turn by turn, on a clock of
 * its own.
 */
final class ComputeHarness {
    static final long NOON = 1_700_049_600_000L;

    private static final Partitions PARTITIONS = new Partitions(2);
    private static final Names NAMES = Names.of(Map.of("lines", 1, "sums", 2, "dead/sums", 3));
    private static final IdPolicy NO_IDS = new IdPolicy() {
        @Override
        public long rememberMillis(String stream) {
            return 1;
        }

        @Override
        public boolean replaces(String stream) {
            return false;
        }
    };

    private final Computes computes;
    private final List<InMemoryHeldState> messages = List.of(new InMemoryHeldState(), new InMemoryHeldState());
    private final List<InMemoryHeldState> results = List.of(new InMemoryHeldState(), new InMemoryHeldState());
    private final int most;
    private int largestPiece;
    private int largestMemory;
    private long epoch;
    private long now = NOON;
    private long ended = NOON;
    private boolean ripe = true;

    ComputeHarness(Windows windows, Aggregation aggregation, int most) {
        computes = new Computes(List.of(new CompiledCompute("sums", "lines", "sums", windows, aggregation)));
        this.most = most;
    }

    ComputeHarness(Windows windows) {
        this(windows, new SumOfWords(true, false), Integer.MAX_VALUE);
    }

    void pass(long millis) {
        now += millis;
    }

    /** Says whether time ends anything: it does not in the first time after a start. */
    void ripe(boolean ends) {
        ripe = ends;
    }

    /** Runs a turn over lines that arrive in this order, each in the partition of its number. */
    void turn(String... lines) {
        epoch++;
        ended = ripe ? now : ended;
        List<Pieces> exchanged = List.of(pieces(), pieces());
        for (int partition = 0; partition < 2; partition++) {
            Pieces sent = pieces();
            HeldPartition held = open(messages.get(partition));
            Outbox outbox = new Outbox(held, new Turn(epoch, partition, now), Map.of());
            Contributions contributions =
                    new Contributions(held, computes, outbox, ended, new PieceWriter(partition, PARTITIONS, sent));
            for (int position = partition; position < lines.length; position += 2) {
                byte[] body = lines[position].getBytes(UTF_8);
                contributions.take(
                        "lines", new Arrival(null, BodyFormat.TEXT, "text/plain", body, null, position, now));
            }
            LedgerRow changes = new LedgerRow();
            contributions.flush(changes);
            for (int i = 0; i < sent.size(); i++) {
                Piece piece = sent.get(i);
                exchanged.get(piece.target()).add(piece);
            }
            largestPiece = Math.max(largestPiece, largest(sent));
            largestMemory = Math.max(largestMemory, sent.memoryBytes());
            sent.close();
            finish(held, outbox, changes);
        }
        for (int partition = 0; partition < 2; partition++) {
            HeldPartition held = open(results.get(partition));
            Outbox outbox = new Outbox(held, new Turn(epoch, 2 + partition, now), Map.of());
            ComputeTurn turn = new ComputeTurn(held, computes, outbox);
            turn.close(ripe ? most : 0);
            turn.take(exchanged.get(partition));
            exchanged.get(partition).close();
            LedgerRow changes = new LedgerRow();
            turn.flush(changes);
            finish(held, outbox, changes);
        }
    }

    private static Pieces pieces() {
        return new Pieces(() -> Files.createTempFile("pieces", null));
    }

    private static int largest(Pieces pieces) {
        return IntStream.range(0, pieces.size())
                .map(i -> pieces.get(i).partials().length)
                .max()
                .orElse(0);
    }

    /** Returns the largest piece that a turn sent, bytes. */
    int largestPiece() {
        return largestPiece;
    }

    /** Returns how many bytes of pieces a partition had in memory at most. */
    int largestMemory() {
        return largestMemory;
    }

    /** Sets aside what is kept, in as many turns as it takes. */
    void strand() {
        for (int turns = 0; kept() > 0; turns++) {
            if (turns > 100) {
                throw new IllegalStateException(kept() + " are kept for ever");
            }
            epoch++;
            for (int partition = 0; partition < 2; partition++) {
                HeldPartition held = open(results.get(partition));
                Outbox outbox = new Outbox(held, new Turn(epoch, 2 + partition, now), Map.of());
                ComputeTurn turn = new ComputeTurn(held, computes, outbox);
                turn.strand("sums", most);
                LedgerRow changes = new LedgerRow();
                turn.flush(changes);
                finish(held, outbox, changes);
            }
        }
    }

    /** Returns how many results the ledger says are kept. */
    long kept() {
        LedgerLine kept = new LedgerLine(NAMES.number("sums"), NAMES.number("sums"));
        return results.stream()
                .mapToLong(state -> LedgerRow.read(state.get(RowKey.ledger())).count(kept, Counter.HELD))
                .sum();
    }

    private static void finish(HeldPartition held, Outbox outbox, LedgerRow changes) {
        outbox.flush(changes);
        LedgerRow total = LedgerRow.read(held.rows().get(RowKey.ledger()));
        total.add(changes);
        outbox.requireBalance(total);
        held.rows().put(RowKey.ledger(), total.write());
    }

    /** Returns when the next window closes, as the partitions tell. */
    long dueMillis() {
        return results.stream()
                .mapToLong(state -> new ComputeTurn(
                                open(state), computes, new Outbox(open(state), new Turn(epoch, 2, now), Map.of()))
                        .dueMillis())
                .min()
                .orElseThrow();
    }

    /** Returns the bodies that wait at an address, in the order in which they were made. */
    List<String> waiting(String address) {
        List<StoredMessage> found = new ArrayList<>();
        found.addAll(read(messages, address, false));
        found.addAll(read(results, address, false));
        return bodies(found);
    }

    /** Accepts everything that waits for {@code sums} and returns it. */
    List<String> collect() {
        return bodies(read(results, "sums", true));
    }

    /** Returns the rows that are left of sums and windows. */
    int rows() {
        return results.stream()
                .mapToInt(state -> {
                    int[] count = new int[1];
                    for (byte table = 17; table <= 18; table++) {
                        state.scan(new byte[] {table}, (key, value) -> {
                            count[0]++;
                            return true;
                        });
                    }
                    return count[0];
                })
                .sum();
    }

    /** Returns the reasons of the dead letters at an address. */
    List<String> reasons(String address) {
        return read(messages, address, false).stream()
                .map(letter -> String.valueOf(letter.properties().get("reason")))
                .toList();
    }

    private List<StoredMessage> read(List<InMemoryHeldState> states, String address, boolean accepted) {
        List<StoredMessage> found = new ArrayList<>();
        for (InMemoryHeldState state : states) {
            HeldPartition held = open(state);
            Lane lane = new Lane(address, 0);
            Outbox outbox = new Outbox(held, new Turn(epoch, 0, now), Map.of());
            outbox.page(new PageRequest(1, lane, 0, Long.MAX_VALUE, Integer.MAX_VALUE))
                    .rows()
                    .forEach(row -> found.add(StoredMessage.read(row.stored())));
            if (accepted) {
                outbox.settle(new Settlement(lane, 0, Long.MAX_VALUE - 1, Outcome.ACCEPTED, "", "", 0));
                finish(held, outbox, new LedgerRow());
            }
        }
        return found;
    }

    private static List<String> bodies(List<StoredMessage> found) {
        return found.stream()
                .sorted(Comparator.comparingLong(StoredMessage::epoch).thenComparingInt(StoredMessage::position))
                .map(message -> new String(message.body(), UTF_8))
                .toList();
    }

    private HeldPartition open(InMemoryHeldState state) {
        return HeldPartition.open(state, NAMES, NO_IDS, now);
    }
}
