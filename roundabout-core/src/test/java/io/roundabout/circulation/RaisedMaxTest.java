package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RaisedMaxTest {
    private final Ledger ledger = new Ledger();

    @Test
    void isOfTheInputsThatMayHoldMore() {
        ledger.add("invoices/lines", Counter.FULL, 3);

        RaisedMax raised = new RaisedMax(pipeline(5), pipeline(6));

        assertThat(raised.joins()).containsExactly("invoices");
        assertThat(raised.full(ledger)).isEqualTo(3);
    }

    @Test
    void isNotOfThoseThatStayOrAreLowered() {
        ledger.add("invoices/lines", Counter.FULL, 3);

        assertThat(new RaisedMax(pipeline(5), pipeline(5)).joins()).isEmpty();
        assertThat(new RaisedMax(pipeline(5), pipeline(4)).full(ledger)).isZero();
    }

    @Test
    void isNotOfAJoinThatIsGone() {
        assertThat(new RaisedMax(pipeline(5), Pipeline.NONE).joins()).isEmpty();
        assertThat(new RaisedMax(Pipeline.NONE, pipeline(5)).joins()).isEmpty();
    }

    private static Pipeline pipeline(int max) {
        JoinRule invoices = new JoinRule(
                "invoices",
                List.of(new Input("headers", InputMode.ONE), new Input("lines", InputMode.ALL, max)),
                "invoices");
        return new Pipeline(Map.of(), Map.of("invoices", invoices), Map.of());
    }
}
