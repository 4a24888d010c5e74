package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.BodyRule;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.Intake;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.Quota;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private final Ledger ledger = new Ledger();

    @Test
    void areOfWhatWaitsInTheMailbox() {
        Quotas quotas = new Quotas(pipeline(OptionalLong.of(100), OptionalLong.empty(), false));
        ledger.add("orders", Counter.MADE, 99);
        assertThat(quotas.full(ledger, Set.of())).isEmpty();
        ledger.add("orders", Counter.MADE, 1);
        assertThat(quotas.full(ledger, Set.of())).containsExactly("orders");
        ledger.add("orders", Counter.ACCEPTED, 1);
        assertThat(quotas.full(ledger, Set.of())).isEmpty();
    }

    @Test
    void endAHoldBelowNineTenths() {
        Quotas quotas = new Quotas(pipeline(OptionalLong.of(100), OptionalLong.empty(), false));
        ledger.add("orders", Counter.MADE, 90);
        assertThat(quotas.full(ledger, Set.of("orders"))).containsExactly("orders");
        ledger.add("orders", Counter.ACCEPTED, 1);
        assertThat(quotas.full(ledger, Set.of("orders"))).isEmpty();
    }

    @Test
    void areOfEveryCopyInAJoin() {
        Quotas quotas = new Quotas(pipeline(OptionalLong.empty(), OptionalLong.of(1_000), true));
        ledger.add("paid/orders", Counter.BYTES, 500);
        ledger.add("shipped/orders", Counter.BYTES, 499);
        ledger.add("orders", Counter.BYTES, 7_000);
        assertThat(quotas.full(ledger, Set.of())).isEmpty();
        ledger.add("shipped/orders", Counter.BYTES, 1);
        assertThat(quotas.full(ledger, Set.of())).containsExactly("orders");
    }

    @Test
    void areOnlyOfStreamsThatHaveOne() {
        assertThat(new Quotas(Pipeline.NONE).full(ledger, Set.of("orders"))).isEmpty();
    }

    @Test
    void holdTheSendersOfAListWhileAKeyIsFull() {
        JoinRule invoices = new JoinRule(
                "invoices",
                List.of(new Input("headers", InputMode.ONE), new Input("lines", InputMode.ALL, 3)),
                "invoices");
        Quotas quotas = new Quotas(new Pipeline(Map.of(), Map.of("invoices", invoices), Map.of()));
        ledger.add("invoices/lines", Counter.HELD, 100);
        assertThat(quotas.full(ledger, Set.of())).isEmpty();
        ledger.add("invoices/lines", Counter.FULL, 2);
        assertThat(quotas.full(ledger, Set.of())).containsExactly("lines");
        ledger.add("invoices/lines", Counter.FULL, -2);
        assertThat(quotas.full(ledger, Set.of("lines"))).isEmpty();
    }

    private static Pipeline pipeline(OptionalLong messages, OptionalLong bytes, boolean joined) {
        Intake intake = new Intake(
                BodyRule.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Quota(messages, bytes)),
                Optional.empty());
        StreamRule orders =
                new StreamRule("orders", StreamFormat.JSON, Optional.of("/k"), false, IdRule.DEFAULT, intake);
        StreamRule payments = new StreamRule("payments", StreamFormat.JSON, Optional.of("/k"), false);
        Map<String, JoinRule> joins = joined ? Map.of("paid", join("paid"), "shipped", join("shipped")) : Map.of();
        return new Pipeline(Map.of("orders", orders, "payments", payments), joins, Map.of());
    }

    private static JoinRule join(String name) {
        return new JoinRule(
                name, List.of(new Input("orders", InputMode.ONE), new Input("payments", InputMode.ONE)), name);
    }
}
