package io.roundabout.outbox;

import static io.roundabout.outbox.Outcome.ACCEPTED;
import static io.roundabout.outbox.Outcome.DEAD;
import static io.roundabout.outbox.Outcome.FAILED;
import static io.roundabout.outbox.TestingOutbox.NOW;
import static io.roundabout.outbox.TestingOutbox.numbers;
import static io.roundabout.outbox.TestingOutbox.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.state.Counter;
import io.roundabout.state.CountingHeldState;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import io.roundabout.state.RowKey;
import io.roundabout.state.TestingIdPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int ALL = Integer.MAX_VALUE;

    private final TestingOutbox outbox = new TestingOutbox();

    @Test
    void numbersMessagesWithoutAGapOverTurns() {
        outbox.append(2).turn();
        LaneReport report = outbox.append(2).turn();

        assertThat(outbox.numbers("results")).containsExactly(0L, 1L, 2L, 3L);
        assertThat(report.head()).isZero();
        assertThat(report.next()).isEqualTo(4);
    }

    @Test
    void readsPagesOverPageBorders() {
        outbox.append(3_000).turn();

        Page page = outbox.page(1_000, 2_100, ALL);

        assertThat(numbers(page)).isEqualTo(range(1_000, 2_100));
        assertThat(page.next()).isEqualTo(2_100);
    }

    @Test
    void passesOverHolesOfAnySize() {
        outbox.append(5_000).turn();
        outbox.settle(10, 4_089, ACCEPTED, 0).settle(4_095, 4_096, ACCEPTED, 0).turn();

        Page page = outbox.page(5, ALL, ALL);

        assertThat(numbers(page).subList(0, 12))
                .containsExactly(5L, 6L, 7L, 8L, 9L, 4_090L, 4_091L, 4_092L, 4_093L, 4_094L, 4_097L, 4_098L);
        assertThat(page.next()).isEqualTo(5_000);
    }

    @Test
    void saysWhatWasSupersededAndPassesOverIt() {
        outbox.append(5).turn();

        LaneReport report =
                outbox.supersede(3).supersede(0).supersede(3).append("m5").turn();

        assertThat(report.gone()).containsExactly(3, 0);
        assertThat(report.head()).as("m1 is held").isEqualTo(1);
        assertThat(outbox.numbers("results")).containsExactly(1L, 2L, 4L, 5L);
        assertThat(outbox.count("results", Counter.SUPERSEDED)).isEqualTo(2);
        assertThat(outbox.settle(0, 4, ACCEPTED, 5).turn().gone()).isEmpty();
        assertThat(outbox.count("results", Counter.ACCEPTED)).isEqualTo(3);
    }

    /** A result that changes all day and that nobody collects must not cost more to read each day. */
    @Test
    void movesTheHeadAlongThoughNobodyCollects() {
        outbox.append(3);
        LaneReport report = outbox.turn();
        for (long next = 3; next < 3_000; next++) {
            report = outbox.supersede(next - 3).append("m" + next).turn();
        }

        assertThat(report.next() - report.head()).isEqualTo(3);
    }

    @Test
    void endsAPageAtItsBudget() {
        outbox.append(10).turn();
        int rowBytes = HeldRows.bytesOf(outbox.message("m0").write());

        Page page = outbox.page(0, ALL, 3 * rowBytes);

        assertThat(numbers(page)).containsExactly(0L, 1L, 2L);
        assertThat(page.next()).isEqualTo(3);
    }

    @Test
    void saysWhatToAskForWhereNotEvenOneMessageFits() {
        outbox.append(2).turn();
        int rowBytes = HeldRows.bytesOf(outbox.message("m1").write());

        Page tooSmall = outbox.page(1, ALL, 1);

        assertThat(tooSmall.rows().isEmpty()).isTrue();
        assertThat(tooSmall.next()).isOne();
        assertThat(tooSmall.neededBytes()).isEqualTo(rowBytes);
        assertThat(numbers(outbox.page(1, ALL, rowBytes))).containsExactly(1L);
    }

    @Test
    void goesOnWhereNothingWasAskedFor() {
        outbox.append(2).turn();

        assertThat(outbox.page(7, 9, ALL).next()).isEqualTo(7);
        assertThat(outbox.page(1, 1, ALL).next()).isEqualTo(1);
        assertThat(outbox.page(0, ALL, ALL).next()).isEqualTo(2);
    }

    @Test
    void readsNothingFromALaneThatHoldsNothing() {
        Page page = outbox.page(0, ALL, ALL);

        assertThat(page.rows().isEmpty()).isTrue();
        assertThat(page.next()).isZero();
        assertThat(outbox.turn(Map.of())).isEmpty();
    }

    @Test
    void removesARunThatIsAccepted() {
        outbox.append(5).turn();

        LaneReport report = outbox.settle(0, 2, ACCEPTED, 3).turn();

        assertThat(report.head()).isEqualTo(3);
        assertThat(outbox.numbers("results")).containsExactly(3L, 4L);
        assertThat(outbox.count("results", Counter.ACCEPTED)).isEqualTo(3);
        assertThat(outbox.state().get(RowKey.message(1, 2))).isNull();
    }

    @Test
    void readsNothingToAcceptARunOfALaneWithoutHoles() {
        Names names = Names.of(Map.of("results", 1));
        CountingHeldState state = new CountingHeldState();
        HeldPartition partition = HeldPartition.open(state, names, TestingIdPolicy.DEFAULT, NOW);
        Outbox before = new Outbox(partition, new Turn(1, 0, NOW), Map.of());
        for (int i = 0; i < 10; i++) {
            before.append("results", outbox.message("m"));
        }
        before.flush(new LedgerRow());
        Outbox after = new Outbox(partition, new Turn(2, 0, NOW), Map.of());

        after.settle(new Settlement(new Lane("results", 0), 0, 7, ACCEPTED, "", "", 8));

        assertThat(state.reads()).isEqualTo(Map.of("LANE", 2));
        assertThat(state.writes()).isEqualTo(Map.of("OUTBOX", 18, "LANE", 1));
    }

    @Test
    void readsLittleToPassOverWhatOthersAcceptedMeanwhile() {
        int many = 20_000;
        CountingHeldState state = new CountingHeldState();
        HeldPartition partition =
                HeldPartition.open(state, Names.of(Map.of("results", 1)), TestingIdPolicy.DEFAULT, NOW);
        Outbox before = new Outbox(partition, new Turn(1, 0, NOW), Map.of());
        for (int i = 0; i < many + 1; i++) {
            before.append("results", outbox.message("m"));
        }
        before.settle(new Settlement(new Lane("results", 0), 1, many - 1, ACCEPTED, "", "", 0));
        before.flush(new LedgerRow());
        state.reads().clear();
        Outbox after = new Outbox(partition, new Turn(2, 0, NOW), Map.of());

        after.settle(new Settlement(new Lane("results", 0), 0, 0, ACCEPTED, "", "", many));

        assertThat(state.reads().getOrDefault("OUTBOX", 0)).isLessThan(many / 10);
    }

    @Test
    void passesOverWhatIsNoLongerHeld() {
        outbox.append(5).turn();
        outbox.settle(1, 3, ACCEPTED, 0).turn();

        outbox.settle(0, 4, ACCEPTED, 5).turn();

        assertThat(outbox.count("results", Counter.ACCEPTED)).isEqualTo(5);
        assertThat(outbox.numbers("results")).isEmpty();
    }

    @Test
    void takesARunBeyondTheEndAsItsEnd() {
        outbox.append(2).turn();

        LaneReport report =
                outbox.settle(0, Long.MAX_VALUE, ACCEPTED, Long.MAX_VALUE).turn();

        assertThat(report.head()).isEqualTo(2);
        assertThat(report.next()).isEqualTo(2);
    }

    @Test
    void neverMovesTheHeadBackwards() {
        outbox.append(5).turn();
        outbox.settle(0, 2, ACCEPTED, 3).turn();

        assertThat(outbox.settle(4, 4, ACCEPTED, 0).turn().head()).isEqualTo(3);
    }

    @Test
    void movesTheHeadToTheEndWhenNothingIsHeld() {
        outbox.append(3).turn();
        outbox.settle(1, 2, ACCEPTED, 0).turn();

        assertThat(outbox.settle(0, 0, ACCEPTED, 1).turn().head()).isEqualTo(3);
    }

    @Test
    void stopsWhenTheHeadWouldPassHeldMessages() {
        outbox.append(3).turn();

        assertThatThrownBy(() -> outbox.settle(0, 0, ACCEPTED, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lane Lane[address=results, partition=0] holds message 1, but its head is to be 2 of 3");
    }

    @Test
    void stopsWhenTheHeadWouldPassAHeldMessageThoughTheLaneHasAsManyHoles() {
        outbox.append(6).turn();
        outbox.settle(3, 4, ACCEPTED, 0).turn();

        assertThatThrownBy(() -> outbox.settle(0, 0, ACCEPTED, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lane Lane[address=results, partition=0] holds message 1, but its head is to be 3 of 6");
    }

    @Test
    void movesTheHeadOverWhatWasSettledOutOfOrder() {
        outbox.append(6).turn();
        outbox.settle(1, 2, ACCEPTED, 0).turn();
        outbox.settle(4, 4, ACCEPTED, 0).turn();

        assertThat(outbox.settle(0, 0, ACCEPTED, 3).turn().head()).isEqualTo(3);
    }

    @Test
    void countsAttempts() {
        outbox.append(3).turn();
        outbox.settle(0, 1, FAILED, 0).turn();
        outbox.settle(1, 1, FAILED, 0).turn();

        assertThat(outbox.rows("results")).extracting(HeldRow::attempts).containsExactly(1, 2, 0);
    }

    @Test
    void forgetsTheAttemptsOfWhatIsGone() {
        outbox.append(2).turn();
        outbox.settle(0, 1, FAILED, 0).turn();

        outbox.settle(0, 1, ACCEPTED, 2).turn();

        assertThat(outbox.state().get(RowKey.attempts(1, 0))).isNull();
        assertThat(outbox.state().size()).as("the head row").isEqualTo(1);
    }

    @Test
    void movesTheDeadToTheirAddress() {
        outbox.append("x").turn();

        outbox.settle(0, 0, DEAD, 1).turn(Map.of());

        assertThat(outbox.numbers("results")).isEmpty();
        StoredMessage dead =
                StoredMessage.read(outbox.rows("dead/results").get(0).stored());
        assertThat(dead.body()).isEqualTo(utf8("x"));
        assertThat(dead.key()).isEqualTo(utf8("k"));
        assertThat(dead.subject()).isEqualTo("j");
        assertThat(dead.properties())
                .isEqualTo(Map.of("completed-by", "all", "reason", "rejected", "detail", "why", "origin", "results"));
        assertThat(List.of(dead.epoch(), dead.createdMillis(), dead.firstSeenMillis()))
                .containsExactly(2L, NOW + 2, NOW - 1);
        assertThat(dead.position()).isZero();
        assertThat(outbox.count("results", Counter.DEAD)).isEqualTo(1);
        assertThat(outbox.count("dead/results", Counter.MADE)).isEqualTo(1);
    }

    @Test
    void reportsTheLaneOfDeadLettersToo() {
        outbox.append("x").turn();

        List<LaneReport> reports = outbox.settle(0, 0, DEAD, 1).turn(Map.of());

        assertThat(reports).extracting(report -> report.lane().address()).containsExactly("results", "dead/results");
    }

    @Test
    void dropsADeadLetterThatIsRejected() {
        outbox.append("x").turn();
        outbox.settle(0, 0, DEAD, 1).turn(Map.of());

        outbox.settle("dead/results", 0, 0, DEAD, 1).turn();

        assertThat(outbox.rows("dead/results")).isEmpty();
        assertThat(outbox.count("dead/results", Counter.DISCARDED)).isEqualTo(1);
    }

    @Test
    void keepsADeadLetterThatNobodyDecidedAbout() {
        outbox.append("x").append("y").turn();
        outbox.settle(0, 1, DEAD, 2).turn(Map.of());
        outbox.settle("dead/results", 0, 0, FAILED, 0).turn();

        outbox.settle(new Settlement(new Lane("dead/results", 0), 0, 0, DEAD, "max-deliveries", "", 1))
                .turn();

        List<HeldRow> rows = outbox.rows("dead/results");
        assertThat(rows).extracting(HeldRow::number).containsExactly(1L, 2L);
        assertThat(rows.get(1).attempts()).isZero();
        assertThat(StoredMessage.read(rows.get(1).stored()).properties()).containsEntry("origin", "results");
    }

    @Test
    void shortensTheTextOfACollector() {
        outbox.append("x").turn();

        outbox.settle(new Settlement(new Lane("results", 0), 0, 0, DEAD, "rejected", "é".repeat(100_000), 1));

        assertThat(StoredMessage.read(outbox.rows("dead/results").get(0).stored())
                        .properties())
                .containsEntry("detail", "é".repeat(1_024));
    }

    @Test
    void handsFreshMessagesOverWithoutAGap() {
        outbox.append("old").turn(Map.of("results", 400));
        outbox.append("a").append("b".repeat(400)).append("c");

        LaneReport report = outbox.turn();

        assertThat(report.freshFrom()).isEqualTo(1);
        assertThat(report.fresh()).extracting(HeldRow::number).containsExactly(1L);
    }

    @Test
    void reportsEveryLaneThatEverHeldAMessage() {
        outbox.append(1).turn();
        outbox.settle(0, 0, ACCEPTED, 1).turn();

        assertThat(outbox.allLanes())
                .extracting(report -> report.lane().address() + " " + report.head() + " " + report.next())
                .containsExactly("results 1 1");
    }

    @Test
    void agreesWithASetOfNumbers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeSet<Long> held = new TreeSet<>();
        long next = 0;
        for (int turn = 0; turn < 200; turn++) {
            long first = random.nextInt((int) next + 1);
            long last = first + random.nextInt(60);
            held.removeAll(range(first, last + 1));
            long head = held.isEmpty() ? next : held.first();
            outbox.settle(first, last, ACCEPTED, head);
            int made = random.nextInt(60);
            outbox.append(made);
            held.addAll(range(next, next + made));
            next += made;
            outbox.turn();

            long from = random.nextInt((int) next + 1);
            assertThat(readFrom(from, random.nextInt(4_000)))
                    .as("seed %d, turn %d", seed, turn)
                    .containsExactlyElementsOf(held.tailSet(from));
        }
    }

    /** Reads to the end, page by page. */
    private List<Long> readFrom(long from, int maxBytes) {
        List<Long> numbers = new ArrayList<>();
        long next = from;
        while (true) {
            Page page = outbox.page(next, ALL, maxBytes);
            if (page.neededBytes() > 0) {
                page = outbox.page(next, ALL, page.neededBytes());
            }
            if (page.rows().isEmpty()) {
                return numbers;
            }
            numbers.addAll(numbers(page));
            next = page.next();
        }
    }

    private static List<Long> range(long from, long until) {
        return LongStream.range(from, until).boxed().toList();
    }
}
