package io.roundabout.circulation;

import static io.roundabout.circulation.TestingPartition.body;
import static io.roundabout.circulation.TestingPartition.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.RefusalCode;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.join.Rules;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sending dead letters back, in one partition. */
class PartitionRedriveTest {
    private final TestingPartition partition = new TestingPartition();

    @Test
    void putsALetterOfAnOutputAtItsEnd() {
        partition
                .push("letters", "k", "{\"n\":1}")
                .push("letters", "k", "{\"n\":2}")
                .turn();
        partition.settle("letters", 0, 0, Outcome.DEAD, 1).turn();
        byte[] letter = partition.held("dead/letters").get(0).write();

        Ledger ledger = partition
                .sendBack(
                        new Redrive("dead/letters", new long[] {0}, List.of(new Redrive.ToAddress("letters", letter))))
                .turn()
                .ledger();

        assertThat(partition.held("letters"))
                .extracting(TestingPartition::body)
                .containsExactly("{\"n\":2}", "{\"n\":1}");
        assertThat(partition.held("dead/letters")).isEmpty();
        assertThat(ledger.count("dead/letters", Counter.REDRIVEN)).isEqualTo(1);
        assertThat(ledger.count("letters", Counter.MADE)).isEqualTo(1);
    }

    @Test
    void takesARefusedMessageAsOneOfItsStream() {
        partition
                .refuse("orders", RefusalCode.NO_KEY, "…", utf8("{\"o\":1}"))
                .push("customers", "c1", "{\"c\":1}")
                .turn();
        byte[] letter = partition.held("dead/orders").get(0).write();

        Ledger ledger = partition
                .sendBack(back(new long[] {0}, "c1", null, letter))
                .turn()
                .ledger();

        assertThat(body(partition.held("enriched").get(0)))
                .isEqualTo("{\"key\":\"c1\",\"orders\":{\"o\":1},\"customers\":{\"c\":1}}");
        assertThat(partition.held("dead/orders")).isEmpty();
        assertThat(ledger.count("orders", Counter.IN)).isEqualTo(1);
        assertThat(ledger.count("enriched/orders", Counter.USED)).isEqualTo(1);
    }

    @Test
    void keepsALetterDeadWhoseIdStandsForAnotherBody() {
        partition
                .pushWithId(0, 1, "orders", "c1", "o-1", "{\"o\":1}")
                .refuse("orders", RefusalCode.SCHEMA, "…", utf8("{\"o\":2}"))
                .turn();
        StoredMessage letter = partition.held("dead/orders").get(0);

        PartitionOutcome outcome = partition
                .sendBack(back(
                        new long[] {0},
                        "c1",
                        "o-1",
                        letter.withProperties(Map.of("redriven", "1")).write()))
                .turn();

        StoredMessage again = partition.held("dead/orders").get(0);
        assertThat(again.properties()).containsEntry("reason", "conflict").containsEntry("redriven", "1");
        assertThat(outcome.ledger().count("orders", Counter.REFUSED)).isZero();
        assertThat(outcome.ids().conflicts(List.of())).isEmpty();
    }

    /** Of what is refused it keeps nothing; but a letter that was kept before must not be lost by being sent back. */
    @Test
    void keepsALetterDeadThoughItsStreamKeepsNothingNow() {
        Pipeline rules = PipelineFile.parse(
                Map.of("pipeline", "{version: 1, streams: {orders: {key: /k, id: /id, on-invalid: refuse}}}"));
        TestingPartition strict = new TestingPartition(new byte[0], Rules.compile(rules));
        strict.pushWithId(0, 1, "orders", "c1", "o-1", "{\"o\":1}")
                .pushWithId(0, 2, "orders", "c1", "o-1", "{\"o\":2}")
                .refuse("orders", RefusalCode.SCHEMA, "…", utf8("{\"o\":3}"))
                .turn();
        assertThat(strict.held("dead/orders"))
                .as("a conflict is not kept, what the door passed on by other rules is")
                .extracting(TestingPartition::body)
                .containsExactly("{\"o\":3}");
        byte[] letter = strict.held("dead/orders").get(0).write();

        strict.sendBack(back(new long[] {0}, "c1", "o-1", letter)).turn();

        assertThat(strict.held("dead/orders")).hasSize(1);
    }

    @Test
    void countsALetterThatCameAgainMeanwhileAsDuplicate() {
        partition
                .pushWithId(0, 1, "orders", "c1", "o-1", "{\"o\":1}")
                .refuse("orders", RefusalCode.SCHEMA, "…", utf8("{\"o\":1}"))
                .turn();
        byte[] letter = partition.held("dead/orders").get(0).write();

        Ledger ledger = partition
                .sendBack(back(new long[] {0}, "c1", "o-1", letter))
                .turn()
                .ledger();

        assertThat(ledger.count("orders", Counter.DUPLICATES)).isEqualTo(1);
        assertThat(ledger.count("orders", Counter.IN)).isZero();
    }

    @Test
    void leavesOthersWhereTheyAreAndMovesTheHead() {
        for (int n = 0; n < 4; n++) {
            partition.refuse("orders", RefusalCode.NO_KEY, "…", utf8("{\"o\":" + n + "}"));
        }
        partition.turn();

        partition
                .sendBack(new Redrive("dead/orders", new long[] {0, 1, 3}, List.of()))
                .turn();

        assertThat(partition.held("dead/orders"))
                .extracting(TestingPartition::body)
                .containsExactly("{\"o\":2}");
        assertThat(partition.opening().turn().lanes().get(0).head()).isEqualTo(2);
    }

    @Test
    void refusesToDoubleWhatIsNoLongerThere() {
        partition.refuse("orders", RefusalCode.NO_KEY, "…", utf8("{}")).turn();
        Redrive letters = new Redrive("dead/orders", new long[] {0}, List.of());
        partition.sendBack(letters).turn();

        assertThatThrownBy(() -> partition.sendBack(letters).turn())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is to be sent back and is not there");
    }

    private static Redrive back(long[] leaving, String key, @Nullable String id, byte[] letter) {
        return new Redrive(
                "dead/orders",
                leaving,
                List.of(new Redrive.ToStream(
                        "orders", BodyFormat.JSON, utf8(key), id == null ? null : utf8(id), letter)));
    }
}
