package io.roundabout.circulation;

import static io.roundabout.circulation.TestingPartition.NOW;
import static io.roundabout.circulation.TestingPartition.body;
import static io.roundabout.circulation.TestingPartition.lane;
import static io.roundabout.circulation.TestingPartition.numbers;
import static io.roundabout.circulation.TestingPartition.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import io.roundabout.circulation.PartitionOutcome.SessionRow;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.RowKey;
import io.roundabout.state.StoredForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionTurnTest {
    private final TestingPartition partition = new TestingPartition();

    @Test
    void keepsMailboxMessagesAsPushed() {
        partition
                .push("letters", "k", "{\"a\": 1}")
                .push("letters", null, BodyFormat.TEXT, null, "hi")
                .turn();

        List<StoredMessage> held = partition.held("letters");

        StoredMessage first = held.get(0);
        assertThat(body(first)).isEqualTo("{\"a\": 1}");
        assertThat(first.key()).isEqualTo(utf8("k"));
        assertThat(first.subject()).isEqualTo("letters");
        assertThat(first.contentType()).isEqualTo("application/json");
        assertThat(first.properties()).isEqualTo(Map.of("completed-by", "pass"));
        assertThat(List.of(first.epoch(), first.createdMillis(), first.firstSeenMillis()))
                .containsExactly(1L, NOW + 1, NOW + 1);
        assertThat(held.get(1).key()).isNull();
        assertThat(held.get(1).position()).isEqualTo(1);
        assertThat(held.get(1).contentType()).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void keepsTheContentTypeThatTheVehicleGave() {
        partition
                .push("letters", "k", BodyFormat.BYTES, "image/png", "x")
                .push("letters", "k", BodyFormat.BYTES, null, "y")
                .turn();

        assertThat(partition.held("letters"))
                .extracting(StoredMessage::contentType)
                .containsExactly("image/png", "application/octet-stream");
    }

    @Test
    void passesATraceOnAsItCame() {
        partition.pushTraced("letters", "k", "trace-1").turn();

        assertThat(partition.held("letters"))
                .extracting(StoredMessage::properties)
                .containsExactly(Map.of("completed-by", "pass", "traceparent", "trace-1"));
    }

    @Test
    void givesAResultTheTraceOfTheMessageThatCompletedIt() {
        partition.pushTraced("orders", "a", "trace-1").turn();
        partition
                .pushTraced("customers", "a", "trace-2")
                .push("orders", "a", "{}")
                .turn();

        assertThat(partition.held("enriched"))
                .extracting(StoredMessage::properties)
                .containsExactly(
                        Map.of("completed-by", "all", "traceparent", "trace-2"), Map.of("completed-by", "all"));
    }

    @Test
    void countsTheBytesOfWhatItTook() {
        Ledger ledger = partition
                .push("letters", "k", "{\"a\": 1}")
                .push("letters", null, BodyFormat.TEXT, null, "hi")
                .turn()
                .ledger();

        assertThat(ledger.count("letters", Counter.IN_BYTES)).isEqualTo(10);
    }

    @Test
    void tellsHowOldTheOldestMessageOfALaneIs() {
        partition.push("letters", "k", "{}");
        assertThat(oldestLetter()).isEqualTo(NOW + 1);
        partition.push("letters", "k", "{}");
        assertThat(oldestLetter()).as("the first is still there").isEqualTo(LaneReport.OLDEST_AS_BEFORE);
        assertThat(oldestLetter(partition.restart().opening())).isEqualTo(NOW + 1);

        partition.settle("letters", 0, 0, Outcome.ACCEPTED, 1);
        assertThat(oldestLetter()).isEqualTo(NOW + 2);
        partition.settle("letters", 1, 1, Outcome.ACCEPTED, 2);
        assertThat(oldestLetter()).isEqualTo(LaneReport.NONE_HELD);
        partition.push("letters", "k", "{}");
        assertThat(oldestLetter()).isEqualTo(NOW + 6);
    }

    private long oldestLetter() {
        return oldestLetter(partition);
    }

    private static long oldestLetter(TestingPartition turning) {
        return turning.turn().lanes().stream()
                .filter(lane -> lane.lane().address().equals("letters"))
                .findFirst()
                .orElseThrow()
                .oldestMillis();
    }

    @Test
    void joinsAcrossTurnsAndRestarts() {
        partition.push("orders", "c1", "{\"o\":1}").turn();
        partition
                .restart()
                .push("letters", "x", "{}")
                .push("customers", "c1", "{\"c\":1}")
                .turn();

        StoredMessage result = partition.held("enriched").get(0);

        assertThat(body(result)).isEqualTo("{\"key\":\"c1\",\"orders\":{\"o\":1},\"customers\":{\"c\":1}}");
        assertThat(result.epoch()).isEqualTo(2);
        assertThat(result.position()).isEqualTo(1);
        assertThat(result.createdMillis()).isEqualTo(NOW + 2);
        assertThat(result.firstSeenMillis()).isEqualTo(NOW + 1);
        assertThat(result.properties()).isEqualTo(Map.of("completed-by", "all"));
        assertThat(result.contentType()).isEqualTo("application/json");
    }

    @Test
    void setsRefusedMessagesAside() {
        partition
                .refuse("orders", RefusalCode.BAD_UTF8, "byte 3 is not UTF-8", new byte[] {(byte) 0xFF})
                .turn();

        StoredMessage dead = partition.held("dead/orders").get(0);

        assertThat(dead.body()).isEqualTo(new byte[] {(byte) 0xFF});
        assertThat(dead.contentType()).isEqualTo("application/octet-stream");
        assertThat(dead.properties())
                .isEqualTo(Map.of(
                        "reason", "bad-utf8",
                        "detail", "byte 3 is not UTF-8",
                        "origin", "orders",
                        "vehicle", "geo-7",
                        "truncated", "true"));
    }

    @Test
    void callsNoTextWhatBeginsAsTextAndIsNot() {
        partition
                .refuse("orders", RefusalCode.BAD_UTF8, "byte 70000 is not UTF-8", utf8("a".repeat(65_536)))
                .turn();

        assertThat(partition.held("dead/orders").get(0).contentType()).isEqualTo("application/octet-stream");
    }

    @Test
    void setsMessagesWithoutKeyAsideWhereAJoinTakesThem() {
        Ledger ledger = partition.push("orders", null, "{}").turn().ledger();

        assertThat(partition.held("dead/orders").get(0).properties()).containsEntry("reason", "no-key");
        assertThat(ledger.count("orders", Counter.REFUSED)).isEqualTo(1);
        assertThat(ledger.count("orders", Counter.IN)).isZero();
    }

    @Test
    void handsFreshMessagesOverUpToTheAppetite() {
        partition.push("letters", "k", "{}").turn();
        partition
                .push("letters", "k", "{\"n\":1}")
                .push("letters", "k", "{\"n\":2}")
                .push("letters", "k", "{\"n\":3}");

        LaneReport report = partition.appetite("letters", 260).turn().lanes().get(0);

        assertThat(report.lane()).isEqualTo(lane("letters"));
        assertThat(report.freshFrom()).isEqualTo(1);
        assertThat(report.fresh()).extracting("number").containsExactly(1L, 2L);
        assertThat(report.next()).isEqualTo(4);
    }

    @Test
    void handsNothingOverWithoutAppetite() {
        LaneReport report = partition.push("letters", "k", "{}").turn().lanes().get(0);

        assertThat(report.fresh().isEmpty()).isTrue();
        assertThat(report.freshFrom()).isEqualTo(1);
    }

    @Test
    void settlesBeforeItTakesArrivals() {
        partition.push("letters", "k", "{}").turn();

        PartitionOutcome outcome = partition
                .push("letters", "k", "{}")
                .settle("letters", 0, 9, Outcome.ACCEPTED, 9)
                .page("letters", 0, 99, 1_000)
                .turn();

        assertThat(numbers(outcome.pages().get(0))).containsExactly(1L);
        assertThat(outcome.lanes().get(0).head()).isEqualTo(1);
    }

    @Test
    void looksSessionsUpAsTheTurnFoundThem() {
        assertThat(partition.greet("s").session("s", 7, List.of()).turn().sessions())
                .isEmpty();
        assertThat(partition.greet("s").session("s", 9, List.of()).turn().sessions())
                .isEqualTo(Map.of("s", new SessionRow(7, NOW + 1, List.of())));
    }

    @Test
    void keepsTheNewestThousandRefusalsOfASession() {
        partition
                .session("s", 600, refusals(1, 600))
                .session("s", 900, refusals(601, 900))
                .turn();
        partition.restart().session("s", 1_200, refusals(901, 1_200)).turn();

        SessionRow row = partition.greet("s").turn().sessions().get("s");

        assertThat(row).isEqualTo(new SessionRow(1_200, NOW + 2, refusals(201, 1_200)));
    }

    private static List<Refusal> refusals(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> new Refusal(number, RefusalCode.NO_KEY, "no key"))
                .toList();
    }

    @Test
    void reportsEveryLaneAndTheWholeLedgerInAnOpeningTurn() {
        partition
                .push("letters", "k", "{}")
                .refuse("orders", RefusalCode.NO_KEY, "no key", utf8("{}"))
                .turn();
        partition.restart().push("letters", "k", "{}").turn();

        PartitionOutcome outcome = partition.opening().turn();

        assertThat(outcome.lanes())
                .extracting(report -> report.lane().address() + " " + report.head() + " " + report.next())
                .containsExactly("dead/orders 0 1", "letters 0 2");
        assertThat(outcome.ledger().count("letters", Counter.MADE)).isEqualTo(2);
        assertThat(outcome.ledger().count("orders", Counter.REFUSED)).isEqualTo(1);
    }

    @Test
    void reportsOnlyTheChangesInALaterTurn() {
        partition.push("letters", "k", "{}").turn();

        Ledger ledger = partition.push("orders", "k", "{}").turn().ledger();

        assertThat(ledger.count("letters", Counter.MADE)).isZero();
        assertThat(ledger.count("enriched/orders", Counter.HELD)).isEqualTo(1);
    }

    @Test
    void writesNothingInATurnWithoutInput() {
        partition.turn();

        assertThat(partition.state().size()).isZero();
    }

    @Test
    void stopsWhenTheLedgerOfAJoinDoesNotBalance() {
        partition.push("orders", "k", "{}").turn();
        tamper(new LedgerLine(7, 1), Counter.IN);

        assertThatThrownBy(() -> partition.push("orders", "k", "{}").turn())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ledger of join 'enriched', input 'orders' does not balance: in 3, held 2,"
                        + " used, superseded, expired, dropped or dead 0");
    }

    @Test
    void stopsWhenTheLedgerOfAnAddressDoesNotBalance() {
        partition.push("letters", "k", "{}").turn();
        tamper(LedgerLine.of(5), Counter.ACCEPTED);

        assertThatThrownBy(() -> partition.push("letters", "k", "{}").turn())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("made 2, held 2, gone 1");
    }

    private void tamper(LedgerLine line, Counter counter) {
        LedgerRow row = LedgerRow.read(partition.state().get(RowKey.ledger()));
        row.add(line, counter, 1);
        partition.state().put(RowKey.ledger(), row.write());
    }

    @Test
    void stopsWhenASettlementWouldLeaveHeldMessagesBehind() {
        partition.push("letters", "k", "{}").push("letters", "k", "{}").turn();

        assertThatThrownBy(() ->
                        partition.settle("letters", 0, 0, Outcome.ACCEPTED, 2).turn())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(", but its head is to be ");
    }

    @Test
    void opensWhatVersionOneLeft() {
        TestingPartition opened = new TestingPartition(StoredForm.read("v1/partition.hex"));

        PartitionOutcome opening = opened.greet("s").opening().turn();

        assertThat(opening.lanes())
                .extracting(report -> report.lane().address() + " " + report.head() + " " + report.next())
                .containsExactly("dead/letters 0 1", "dead/orders 0 1", "enriched 0 1", "letters 1 3");
        assertThat(opening.sessions())
                .isEqualTo(Map.of(
                        "s",
                        new SessionRow(4, NOW + 1, List.of(new Refusal(3, RefusalCode.BAD_JSON, "not an object")))));
        Page letters = opened.page("letters", 0, 9, 9_999).turn().pages().get(0);
        assertThat(numbers(letters)).containsExactly(2L);
        assertThat(letters.rows()).extracting("attempts").containsExactly(1);
        opened.push("customers", "waits", "{\"c\":2}")
                .push("orders", "known", "{\"o\":3}")
                .turn();
        assertThat(opened.held("enriched"))
                .extracting(TestingPartition::body)
                .containsExactly(
                        "{\"key\":\"known\",\"orders\":{\"o\":1},\"customers\":{\"c\":1}}",
                        "{\"key\":\"waits\",\"orders\":{\"o\":2},\"customers\":{\"c\":2}}",
                        "{\"key\":\"known\",\"orders\":{\"o\":3},\"customers\":{\"c\":1}}");
    }

    @Test
    void goesOnWithWhatItOwesAfterARestart() {
        partition.completions(2);
        for (int order = 0; order < 6; order++) {
            partition.push("orders", "k", "{\"o\":" + order + "}");
        }
        assertThat(partition.turn().owed().any()).isFalse();
        assertThat(partition.push("customers", "k", "{}").turn().owed().any()).isTrue();

        PartitionOutcome opening = partition.restart().opening().turn();

        assertThat(opening.owed().any()).isTrue();
        assertThat(opening.lanes()).extracting(LaneReport::next).containsExactly(3L);
        assertThat(partition.turn().owed().any()).isTrue();
        PartitionOutcome last = partition.push("customers", "other", "{}").turn();
        assertThat(last.owed().any()).isFalse();
        assertThat(last.owed().doneBefore()).isEqualTo(1);
        assertThat(partition.held("enriched"))
                .extracting(message -> message.epoch() + " " + message.position() + " "
                        + body(message).charAt(25))
                .containsExactly("2 0 0", "2 0 1", "2 0 2", "4 0 3", "4 0 4", "5 0 5");
    }

    /** Makes what v1/partition-with-bytes.hex holds; v1/partition.hex has no bytes in its ledger. To be changed only together with the version of the state format. */
    @Test
    void leavesWhatVersionOneLeft() {
        partition
                .push("customers", "known", "{\"c\":1}")
                .push("orders", "known", "{\"o\":1}")
                .push("orders", "waits", "{\"o\":2}")
                .push("letters", "k", "{}")
                .push("letters", null, BodyFormat.TEXT, null, "hi")
                .push("letters", "k", BodyFormat.BYTES, "image/png", "x")
                .refuse("orders", RefusalCode.BAD_JSON, "not an object", utf8("["))
                .session("s", 4, List.of(new Refusal(3, RefusalCode.BAD_JSON, "not an object")))
                .turn();
        partition
                .settle("letters", 0, 0, Outcome.ACCEPTED, 1)
                .settle("letters", 1, 1, Outcome.DEAD, 1)
                .settle("letters", 2, 2, Outcome.FAILED, 1)
                .turn();

        assertThat(partition.state().write()).isEqualTo(StoredForm.read("v1/partition-with-bytes.hex"));
    }

    @Test
    void losesAndDoublesNothingOverRandomTurns() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        List<String> collected = new ArrayList<>();
        for (int turn = 0; turn < 150; turn++) {
            for (int i = random.nextInt(30); i > 0; i--) {
                String order = "{\"o\":" + expected.size() + "}";
                expected.add(order);
                partition.push("orders", "k" + random.nextInt(20), order);
                if (random.nextInt(8) == 0) {
                    partition.push("customers", "k" + random.nextInt(20), "{\"c\":" + turn + "}");
                }
            }
            partition.page("enriched", 0, Long.MAX_VALUE, random.nextInt(3_000));
            collect(partition.turn().pages().get(0), collected);
            partition.restart();
        }
        for (int key = 0; key < 20; key++) {
            partition.push("customers", "k" + key, "{}");
        }
        partition.turn();
        collect(
                partition
                        .page("enriched", 0, Long.MAX_VALUE, Integer.MAX_VALUE)
                        .turn()
                        .pages()
                        .get(0),
                collected);

        assertThat(collected).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
        Ledger ledger = partition.opening().turn().ledger();
        assertThat(ledger.count("enriched/orders", Counter.USED)).isEqualTo(expected.size());
        assertThat(ledger.count("enriched/orders", Counter.HELD)).isZero();
        assertThat(ledger.count("enriched", Counter.ACCEPTED)).isEqualTo(expected.size());
    }

    /** Accepts a page in the next turn and adds the orders in it to {@code collected}. */
    private void collect(Page page, List<String> collected) {
        TestingPartition.messages(page).forEach(message -> {
            String body = body(message);
            collected.add(body.substring(body.indexOf("{\"o\""), body.indexOf('}') + 1));
        });
        List<Long> numbers = numbers(page);
        if (!numbers.isEmpty()) {
            partition.settle("enriched", numbers.get(0), page.next() - 1, Outcome.ACCEPTED, page.next());
        }
    }
}
