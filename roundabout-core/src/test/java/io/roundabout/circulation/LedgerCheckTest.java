package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
    private static final List<Input> INPUTS =
            List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST));
    private static final Pipeline PIPELINE = new Pipeline(
            Map.of(),
            Map.of("named", new JoinRule("named", INPUTS, "named"), "seen", new JoinRule("seen", INPUTS, "seen")),
            Map.of());

    private static final Pipeline COMPUTED = new Pipeline(
            Map.of(),
            Map.of("named", new JoinRule("named", INPUTS, "results")),
            Map.of("counted", compute("counted", "orders"), "summed", compute("summed", "named")),
            Map.of(),
            Optional.empty());

    private final Ledger turn = new Ledger();

    @Test
    void agreesWhereEachJoinGotWhatWasNotFiltered() {
        turn.add("orders", Counter.IN, 5);
        turn.add("orders", Counter.FILTERED, 2);
        turn.add("named/orders", Counter.IN, 3);
        turn.add("seen/orders", Counter.IN, 3);
        turn.add("letters", Counter.IN, 7);

        assertThatCode(() -> LedgerCheck.require(PIPELINE, turn, Map.of())).doesNotThrowAnyException();
    }

    @Test
    void stopsWhereAJoinDidNotGetAMessage() {
        turn.add("orders", Counter.IN, 5);
        turn.add("named/orders", Counter.IN, 5);
        turn.add("seen/orders", Counter.IN, 4);

        assertThatThrownBy(() -> LedgerCheck.require(PIPELINE, turn, Map.of()))
                .isInstanceOfSatisfying(
                        RoundaboutException.class, e -> assertThat(e.code()).isEqualTo("LEDGER"))
                .hasMessageContaining("'orders' took 5 messages")
                .hasMessageContaining("4 came to join 'seen'");
    }

    @Test
    void stopsWhereAJoinGotWhatNobodySent() {
        turn.add("named/customers", Counter.IN, 1);

        assertThatThrownBy(() -> LedgerCheck.require(PIPELINE, turn, Map.of()))
                .hasMessageContaining("1 came to join 'named'");
    }

    private static ComputeRule compute(String name, String from) {
        return new ComputeRule(name, from, Optional.empty(), "/k", "count(*) AS n", Optional.empty());
    }

    @Test
    void stopsWhereAComputeDidNotGetAMessage() {
        turn.add("orders", Counter.IN, 5);
        turn.add("orders", Counter.FILTERED, 1);
        turn.add("named/orders", Counter.IN, 4);
        turn.add("counted/orders", Counter.IN, 3);

        assertThatThrownBy(() -> LedgerCheck.require(COMPUTED, turn, Map.of()))
                .hasMessageContaining("3 came to compute 'counted'");
        turn.add("counted/orders", Counter.IN, 1);
        assertThatCode(() -> LedgerCheck.require(COMPUTED, turn, Map.of())).doesNotThrowAnyException();
    }

    @Test
    void stopsWhereAComputeDidNotGetAResult() {
        turn.add("results", Counter.MADE, 5);
        turn.add("summed/named", Counter.IN, 3);

        assertThatThrownBy(() -> LedgerCheck.require(COMPUTED, turn, Map.of("results", 1L)))
                .hasMessageContaining("join 'named' made 4 results in a turn, but 3 came to compute 'summed'");
        assertThatCode(() -> LedgerCheck.require(COMPUTED, turn, Map.of("results", 2L)))
                .doesNotThrowAnyException();
    }

    /** A door that went by the rules of before may have let it in while the rules changed. */
    @Test
    void agreesWhereAMessageCameInForAStreamThatIsAnOutputNow() {
        turn.add("results", Counter.IN, 2);
        turn.add("results", Counter.MADE, 5);
        turn.add("summed/named", Counter.IN, 3);

        assertThatCode(() -> LedgerCheck.require(COMPUTED, turn, Map.of())).doesNotThrowAnyException();
    }
}
