package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.expression.CatalystExpressions;
import io.roundabout.join.Rules;
import io.roundabout.pipeline.BodyRule;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Ending;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.Intake;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionExpressionsTest {
    private static final Pipeline PIPELINE = new Pipeline(
            Map.of("orders", where("orders", "amount > 0"), "letters", where("letters", "urgent = 'yes'")),
            Map.of(
                    "enriched",
                    new JoinRule(
                            "enriched",
                            List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST)),
                            "enriched")),
            Map.of());

    private final TestingPartition hub =
            new TestingPartition(new byte[0], Rules.compile(PIPELINE, new CatalystExpressions()));

    private static StreamRule where(String name, String sql) {
        Intake intake =
                new Intake(BodyRule.DEFAULT, Optional.of(sql), Optional.empty(), Optional.empty(), Optional.empty());
        return new StreamRule(name, StreamFormat.JSON, Optional.of("/id"), false, IdRule.DEFAULT, intake);
    }

    @Test
    void takesOfAJoinsStreamWhatThePredicateIsTrueOf() {
        Ledger ledger = hub.push("customers", "c", "{\"id\":\"c\"}")
                .push("orders", "c", "{\"id\":\"c\",\"amount\":1}")
                .push("orders", "c", "{\"id\":\"c\",\"amount\":0}")
                .push("orders", "c", "{\"id\":\"c\",\"amount\":\"much\"}")
                .push("orders", "c", "{\"id\":\"c\"}")
                .turn()
                .ledger();

        assertThat(ledger.count("orders", Counter.IN)).isEqualTo(4);
        assertThat(ledger.count("orders", Counter.FILTERED)).isEqualTo(3);
        assertThat(ledger.count("enriched/orders", Counter.IN)).isEqualTo(1);
        assertThat(ledger.count("enriched", Counter.MADE)).isEqualTo(1);
    }

    @Test
    void takesOfAMailboxWhatThePredicateIsTrueOf() {
        Ledger ledger = hub.push("letters", null, "{\"urgent\":\"yes\"}")
                .push("letters", null, "{\"urgent\":\"no\"}")
                .turn()
                .ledger();

        assertThat(ledger.count("letters", Counter.FILTERED)).isEqualTo(1);
        assertThat(ledger.count("letters", Counter.MADE)).isEqualTo(1);
    }

    @Test
    void forgetsWhatItLeavesOutBeforeItsIdIsLookedUp() {
        hub.pushWithId(0, 1, "orders", "c", "17", "{\"id\":\"c\",\"amount\":-1}")
                .turn();
        Ledger ledger = hub.pushWithId(0, 2, "orders", "c", "17", "{\"id\":\"c\",\"amount\":5}")
                .turn()
                .ledger();

        assertThat(ledger.count("enriched/orders", Counter.IN)).isEqualTo(1);
        assertThat(ledger.count("orders", Counter.REFUSED)).isZero();
    }

    @Test
    void makesResultsOfTheGroupsThatAPredicateIsTrueOf() {
        JoinRule join = new JoinRule(
                "enriched",
                List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST)),
                new Ending(new Completion.When("orders.urgent = 'yes' OR customers IS NOT NULL")),
                new ResultRule(Optional.of("orders.n, upper(customers.name) AS name"), Optional.empty()),
                "enriched");
        Pipeline pipeline = new Pipeline(Map.of(), Map.of("enriched", join), Map.of());
        TestingPartition partition =
                new TestingPartition(new byte[0], Rules.compile(pipeline, new CatalystExpressions()));

        partition
                .push("orders", "a", "{\"n\":1}")
                .push("orders", "b", "{\"n\":2,\"urgent\":\"yes\"}")
                .turn();
        partition.restart().push("customers", "a", "{\"name\":\"Ada\"}").turn();

        assertThat(partition.held("enriched"))
                .extracting(result -> new String(result.body(), StandardCharsets.UTF_8))
                .containsExactly("{\"n\":2,\"name\":null}", "{\"n\":1,\"name\":\"ADA\"}");
        assertThat(partition.held("enriched"))
                .extracting(result -> result.properties().get("completed-by"))
                .containsOnly("when");
    }
}
