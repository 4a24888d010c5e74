package io.roundabout.circulation;

import static io.roundabout.circulation.TestingPartition.NOW;
import static io.roundabout.circulation.TestingPartition.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import io.roundabout.circulation.PartitionOutcome.SessionRow;
import io.roundabout.entrance.BatchRange;
import io.roundabout.entrance.CutManifest;
import io.roundabout.entrance.LateAnswers;
import io.roundabout.entrance.SessionRange;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.storage.StreamBlockId;
import org.junit.jupiter.api.Test;

/** Messages with duplicate ids, through turns of a partition. */
class PartitionIdsTest {
    private static final Duration DAY = Duration.ofDays(1);

    /** The second to the fourth message of a cut. */
    private static final BatchRange BATCH = new BatchRange(1, 3, 0, 4);

    private final TestingPartition partition = new TestingPartition();

    @Test
    void storesAMessageOnce() {
        partition.pushWithId(0, 1, "letters", "k", "i", "{}").turn();

        PartitionOutcome outcome =
                partition.restart().pushWithId(0, 2, "letters", "k", "i", "{}").turn();

        assertThat(outcome.ledger().count("letters", Counter.DUPLICATES)).isEqualTo(1);
        assertThat(outcome.ledger().count("letters", Counter.IN)).isZero();
        assertThat(partition.held("letters")).hasSize(1);
        assertThat(answers(outcome)).isEqualTo(Map.of("s", new LateAnswers(List.of(), List.of(2L))));
    }

    @Test
    void comparesMessagesWithoutKey() {
        partition
                .pushWithId(0, 1, "letters", null, "i", "{}")
                .pushWithId(0, 2, "letters", null, "i", "{}")
                .turn();

        assertThat(partition.held("letters")).hasSize(1);
    }

    @Test
    void setsAsideWhatHasAnotherBody() {
        PartitionOutcome outcome = partition
                .pushWithId(0, 1, "letters", "k", "i", "{}")
                .pushWithId(1, 2, "letters", "k", "i", "{\"n\":1}")
                .turn();

        StoredMessage dead = partition.held("dead/letters").get(0);
        assertThat(body(dead)).isEqualTo("{\"n\":1}");
        assertThat(dead.contentType()).isEqualTo("application/json");
        assertThat(dead.properties())
                .containsEntry("reason", "conflict")
                .containsEntry("detail", FoundIds.CONFLICT)
                .containsEntry("origin", "letters");
        assertThat(outcome.ledger().count("letters", Counter.REFUSED)).isEqualTo(1);
        assertThat(outcome.ledger().count("letters", Counter.IN)).isEqualTo(1);
        assertThat(answers(outcome))
                .isEqualTo(Map.of("anonymous", new LateAnswers(FoundIds.refusals(List.of(2L), Map.of()), List.of())));
    }

    @Test
    void remembersADayAfterALetterWasAccepted() {
        partition.pushWithId(0, 1, "letters", "k", "i", "{}").turn();
        partition
                .pass(DAY.multipliedBy(9))
                .restart()
                .settle("letters", 0, 0, Outcome.ACCEPTED, 1)
                .turn();

        // A turn itself takes a millisecond here.
        partition.pass(DAY.minusMillis(2)).pushWithId(0, 2, "letters", "k", "i", "{}");
        assertThat(partition.turn().ledger().count("letters", Counter.DUPLICATES))
                .isEqualTo(1);

        partition.pushWithId(0, 3, "letters", "k", "i", "{}");
        assertThat(partition.turn().ledger().count("letters", Counter.IN)).isEqualTo(1);
    }

    @Test
    void remembersADayAfterALetterDied() {
        partition.pushWithId(0, 1, "letters", "k", "i", "{}").turn();
        partition.settle("letters", 0, 0, Outcome.DEAD, 1).turn();

        partition.pass(DAY.minusMillis(2)).pushWithId(0, 2, "letters", "k", "i", "{}");
        assertThat(partition.turn().ledger().count("letters", Counter.DUPLICATES))
                .isEqualTo(1);

        partition.pass(DAY).settle("dead/letters", 0, 0, Outcome.DEAD, 1).pushWithId(0, 3, "letters", "k", "i", "{}");
        assertThat(partition.turn().ledger().count("letters", Counter.IN)).isEqualTo(1);
    }

    @Test
    void remembersADayAfterALatestWasSuperseded() {
        partition.pushWithId(0, 1, "customers", "k", "i", "{}").turn();
        partition.restart().pushWithId(0, 2, "customers", "k", "j", "{}").turn();

        partition.pass(DAY.minusMillis(2)).pushWithId(0, 3, "customers", "k", "i", "{}");
        assertThat(partition.turn().ledger().count("customers", Counter.DUPLICATES))
                .isEqualTo(1);

        partition.pushWithId(0, 4, "customers", "k", "i", "{}").pushWithId(0, 5, "customers", "k", "j", "{}");
        Ledger ledger = partition.turn().ledger();
        assertThat(ledger.count("customers", Counter.IN)).isEqualTo(1);
        assertThat(ledger.count("customers", Counter.DUPLICATES))
                .as("it was in force until now")
                .isEqualTo(1);
    }

    @Test
    void staysHeldWhenADeliveryFailed() {
        partition
                .pushWithId(0, 1, "letters", "k", "i", "{}")
                .push("letters", "k", "{}")
                .turn();
        partition.settle("letters", 0, 0, Outcome.FAILED, 0).turn();
        partition.settle("letters", 1, 1, Outcome.ACCEPTED, 0).turn();

        partition.pass(DAY.multipliedBy(9)).pushWithId(0, 2, "letters", "k", "i", "{}");

        assertThat(partition.turn().ledger().count("letters", Counter.DUPLICATES))
                .isEqualTo(1);
    }

    @Test
    void forgetsInWhicheverTurnWritesNext() {
        partition.push("letters", "k", "{}").turn();
        partition.settle("letters", 0, 0, Outcome.ACCEPTED, 1).turn();
        int before = partition.state().size();
        partition.pushWithId(0, 1, "letters", "k", "i", "{}").turn();
        partition.settle("letters", 1, 1, Outcome.ACCEPTED, 2).turn();

        partition.pass(DAY).push("orders", "k", "{}").turn();

        assertThat(partition.state().size())
                .as("a held order and the head of its group")
                .isEqualTo(before + 2);
    }

    @Test
    void keepsTheBalanceWhateverCame() {
        for (int turn = 0; turn < 40; turn++) {
            for (int i = 0; i < 20; i++) {
                String id = "i" + (turn * 7 + i * 3) % 60;
                partition.pushWithId(0, 1, "letters", "k", id, "{\"n\":" + i % 2 + "}");
                partition.pushWithId(0, 1, "orders", "k" + i % 3, id, "{}");
                partition.pushWithId(0, 1, "customers", "k" + i % 3, id, "{\"n\":" + i % 2 + "}");
            }
            if (turn % 3 == 2) {
                partition.settle("letters", turn - 2L, turn, Outcome.ACCEPTED, turn + 1L);
            }
            partition.pass(Duration.ofHours(3)).restart().turn();
        }

        Ledger ledger = partition.opening().turn().ledger();
        for (String stream : List.of("letters", "orders", "customers")) {
            long all = ledger.count(stream, Counter.IN)
                    + ledger.count(stream, Counter.DUPLICATES)
                    + ledger.count(stream, Counter.REFUSED);
            assertThat(all).as(stream).isEqualTo(800);
            assertThat(ledger.count(stream, Counter.DUPLICATES)).as(stream).isPositive();
        }
        assertThat(ledger.count("customers", Counter.REFUSED))
                .as("latest replaces")
                .isZero();
    }

    @Test
    void notesTheConflictsOfTheTurnBeforeAheadOfGreetings() {
        Refusal door = new Refusal(2, RefusalCode.BAD_JSON, "not an object");
        partition.session("s", 4, List.of(door)).turn();

        PartitionOutcome outcome =
                partition.restart().conflicts("s", 1L, 3L).greet("s").turn();

        Refusal first = new Refusal(1, RefusalCode.CONFLICT, FoundIds.CONFLICT);
        Refusal third = new Refusal(3, RefusalCode.CONFLICT, FoundIds.CONFLICT);
        SessionRow row = new SessionRow(4, NOW + 1, List.of(first, door, third));
        assertThat(outcome.sessions()).isEqualTo(Map.of("s", row));
        assertThat(partition.restart().greet("s").turn().sessions()).isEqualTo(Map.of("s", row));
    }

    @Test
    void notesNoConflictsOfASessionItDoesNotRemember() {
        PartitionOutcome outcome = partition.conflicts("s", 1L).greet("s").turn();

        assertThat(outcome.sessions()).isEmpty();
        assertThat(partition.state().size()).isZero();
    }

    @Test
    void hasTheNewestThousandConflictsOfResumableSessionsRemembered() {
        for (long number = 1; number <= 1_500; number++) {
            partition.pushWithId(0, number, "letters", "k", "i", "{\"n\":" + number + "}");
            partition.pushWithId(1, number, "letters", "k", "j", "{\"n\":" + number + "}");
        }
        FoundIds found = FoundIds.in(List.of(partition.turn()), List.of());

        assertThat(found.conflicts(List.of(cut())))
                .isEqualTo(
                        Map.of("s", LongStream.rangeClosed(501, 1_500).boxed().toList()));
        assertThat(found.answers(0, cut()).get("anonymous"))
                .extracting(LateAnswers::refusals)
                .asInstanceOf(LIST)
                .hasSize(1_499);
    }

    @Test
    void namesTheFirstConflictOfABatch() {
        PartitionOutcome outcome = partition
                .pushWithId(0, 1, "letters", "k", "i", "{}")
                .pushWithId(0, 2, "letters", "k", "j", "{}")
                .pushWithId(0, 3, "letters", "k", "j", "{\"n\":1}")
                .pushWithId(0, 4, "letters", "k", "i", "{\"n\":1}")
                .batches(BATCH)
                .turn();

        assertThat(FoundIds.in(List.of(outcome, outcome), List.of()).spoilt())
                .containsExactly(new VoidBatch(0, BATCH, 2, 3));
    }

    @Test
    void takesNothingOfAVoidBatchButItsDeadLetter() {
        VoidBatch toldBefore = new VoidBatch(0, BATCH, 2, 3);
        PartitionOutcome outcome = partition
                .pushWithId(0, 1, "letters", "k", "i", "{}")
                .pushWithId(0, 2, "letters", "k", "j", "{}")
                .pushWithId(0, 3, "letters", "k", "j", "{\"n\":1}")
                .pushWithId(0, 4, "letters", "k", "i", "{\"n\":1}")
                .pushWithId(0, 5, "letters", "k", "j", "{\"n\":1}")
                .batches(BATCH)
                .without(List.of(toldBefore))
                .turn();

        assertThat(partition.held("letters"))
                .extracting(TestingPartition::body)
                .as("the first message, and the last, whose id the batch did not take")
                .containsExactly("{}", "{\"n\":1}");
        assertThat(partition.held("dead/letters")).hasSize(1);
        assertThat(outcome.ledger().count("letters", Counter.IN)).isEqualTo(2);
        assertThat(outcome.ledger().count("letters", Counter.REFUSED)).isEqualTo(1);
        FoundIds found = FoundIds.in(List.of(outcome), List.of(toldBefore));
        assertThat(found.spoilt()).isEmpty();
        assertThat(found.answers(0, cut()))
                .isEqualTo(Map.of("s", new LateAnswers(FoundIds.refusals(List.of(3L), Map.of(4L, 3L)), List.of())));
        assertThat(found.conflicts(List.of(cut()))).isEqualTo(Map.of("s", List.of(3L)));
        assertThat(found.voids(List.of(cut()))).isEqualTo(Map.of("s", Map.of(4L, 3L)));
    }

    private static Map<String, LateAnswers> answers(PartitionOutcome outcome) {
        return FoundIds.in(List.of(outcome), List.of()).answers(0, cut());
    }

    /** A cut of a resumable session {@code s} and one that is not. */
    private static StoredCut cut() {
        List<SessionRange> sessions = List.of(
                new SessionRange("s", true, 1, 9, List.of()), new SessionRange("anonymous", false, 1, 9, List.of()));
        return new StoredCut(
                new CutManifest(1, sessions, List.of("letters"), true, List.of(), 2, List.of(0)),
                new StreamBlockId(0, 1));
    }
}
