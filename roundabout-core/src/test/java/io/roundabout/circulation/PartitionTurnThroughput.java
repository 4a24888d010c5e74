package io.roundabout.circulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.compute.PieceWriter;
import io.roundabout.compute.Pieces;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.DuplicateId;
import io.roundabout.entrance.FramedMessage;
import io.roundabout.entrance.Partitions;
import io.roundabout.entrance.SliceWriter;
import io.roundabout.join.Rules;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Settlement;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.Names;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures how many messages per second a partition turns over state in memory: pairs that meet within a turn, pairs whose
 * sides come one turn apart, and a mailbox; the first and the last also with duplicate ids. Results are settled one turn after they were made.
 */
final class PartitionTurnThroughput {
    /** There are no computes. */
    private static final PieceWriter NOTHING_ADDED = new PieceWriter(0, new Partitions(1), new Pieces(() -> {
        throw new IOException("nothing is to be added");
    }));

    private static final int MESSAGES = 20_000;
    private static final int TURNS = 60;
    private static final List<String> STREAMS = List.of("orders", "customers", "letters");
    private static final Names NAMES = Names.of(Map.of("orders", 1, "customers", 2, "enriched", 3, "letters", 4));
    private static final Rules RULES = Rules.compile(new Pipeline(
            Map.of(),
            Map.of(
                    "enriched",
                    new JoinRule(
                            "enriched",
                            List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.ONE)),
                            "enriched")),
            Map.of()));
    private static final byte[] BODY =
            ("{\"customer\":\"c-000000\",\"text\":\"" + "x".repeat(150) + "\"}").getBytes(UTF_8);

    private PartitionTurnThroughput() {}

    /** What message {@code i} of a turn is. */
    private interface Script {
        FramedMessage message(int turn, int i);
    }

    /** Runs each measurement twice; the first is the warm-up. */
    public static void main(String[] arguments) {
        for (int round = 0; round < 2; round++) {
            measure("pairs within a turn", "enriched", (turn, i) -> message(i, i % 2, "t" + turn + "-" + i / 2));
            measure("pairs one turn apart", "enriched", (turn, i) -> message(i, turn % 2, "t" + turn / 2 + "-" + i));
            measure("mailbox", "letters", (turn, i) -> message(i, 2, "k" + i % 500));
            measure(
                    "pairs, with ids",
                    "enriched",
                    (turn, i) -> withId(message(i, i % 2, "t" + turn + "-" + i / 2), turn));
            measure("mailbox, with ids", "letters", (turn, i) -> withId(message(i, 2, "k" + i % 500), turn));
        }
    }

    private static FramedMessage message(int position, int stream, String key) {
        return new FramedMessage(position, stream, BodyFormat.JSON, key.getBytes(UTF_8), null, null, null, BODY);
    }

    private static FramedMessage withId(FramedMessage message, int turn) {
        DuplicateId id = new DuplicateId((turn + "-" + message.position()).getBytes(UTF_8), 0, 1);
        return new FramedMessage(
                message.position(), message.stream(), message.format(), message.key(), id, null, null, message.body());
    }

    private static void measure(String what, String address, Script script) {
        InMemoryHeldState state = new InMemoryHeldState();
        long nanos = 0;
        long made = 0;
        List<Settlement> settlements = List.of();
        for (int turn = 0; turn < TURNS; turn++) {
            byte[] slice = slice(script, turn);
            long from = made;
            TurnOrder order = new TurnOrder(
                    turn + 1,
                    0,
                    turn,
                    turn,
                    false,
                    false,
                    DueWork.NONE,
                    50_000,
                    settlements,
                    List.of(),
                    Map.of(),
                    List.of(),
                    SubscriptionWork.NONE,
                    Map.of(address, 8 << 20),
                    Map.of(),
                    null,
                    Set.of(),
                    Set.of());
            long start = System.nanoTime();
            PartitionTurn partition = new PartitionTurn(state, RULES, NAMES, order, NOTHING_ADDED);
            partition.take(0, new CutPlace(STREAMS), slice);
            PartitionOutcome outcome = partition.finish();
            nanos += System.nanoTime() - start;
            made = outcome.lanes().stream().mapToLong(lane -> lane.next()).max().orElse(made);
            settlements = made == from
                    ? List.of()
                    : List.of(new Settlement(new Lane(address, 0), from, made - 1, Outcome.ACCEPTED, "", "", made));
        }
        long perSecond = (long) (1e9 * MESSAGES * TURNS / nanos);
        System.out.printf("%-22s %,10d messages/s, %,d made%n", what, perSecond, made);
    }

    private static byte[] slice(Script script, int turn) {
        SliceWriter writer = new SliceWriter();
        for (int i = 0; i < MESSAGES; i++) {
            writer.message(script.message(turn, i));
        }
        return writer.take();
    }
}
