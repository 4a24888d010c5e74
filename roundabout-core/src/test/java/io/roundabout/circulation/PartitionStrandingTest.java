package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.StoredMessage;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import org.junit.jupiter.api.Test;

/** Setting aside what a join holds, in one partition. */
class PartitionStrandingTest {
    private final TestingPartition partition = new TestingPartition();

    @Test
    void makesADeadLetterOfEachMessageHeld() {
        partition
                .push("orders", "k", "{\"o\":1}")
                .push("orders", "k", "{\"o\":2}")
                .push("orders", "m", "{\"o\":3}")
                .push("customers", "n", "{\"c\":1}")
                .turn();

        Ledger ledger = partition.strand("enriched").turn().ledger();

        assertThat(partition.held("dead/enriched"))
                .extracting(TestingPartition::body)
                .containsExactlyInAnyOrder("{\"o\":1}", "{\"o\":2}", "{\"o\":3}", "{\"c\":1}");
        assertThat(partition.held("dead/enriched"))
                .extracting(StoredMessage::properties)
                .allSatisfy(properties -> assertThat(properties).containsEntry("reason", "stranded"));
        assertThat(ledger.count("enriched/orders", Counter.DEAD)).isEqualTo(3);
        assertThat(ledger.count("enriched/orders", Counter.HELD)).isEqualTo(-3);
        assertThat(ledger.count("enriched/customers", Counter.HELD)).isEqualTo(-1);
    }

    @Test
    void leavesGroupsThatBeginAnew() {
        partition
                .push("orders", "k", "{\"o\":1}")
                .push("customers", "n", "{\"c\":1}")
                .turn();
        partition.strand("enriched").turn();

        partition
                .restart()
                .push("orders", "n", "{\"o\":2}")
                .push("customers", "k", "{\"c\":2}")
                .turn();

        assertThat(partition.held("enriched")).isEmpty();
        assertThat(partition.push("customers", "n", "{\"c\":3}").held("enriched"))
                .extracting(TestingPartition::body)
                .containsExactly("{\"key\":\"n\",\"orders\":{\"o\":2},\"customers\":{\"c\":3}}");
    }

    @Test
    void leavesWhatNoRuleTakesAlone() {
        partition.push("orders", "k", "{\"o\":1}").turn();

        assertThat(partition.strand("elsewhere").turn().ledger().isEmpty()).isTrue();
    }
}
