package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
    private static final List<Input> INPUTS =
            List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST));
    private static final Pipeline PIPELINE = new Pipeline(
            Map.of(),
            Map.of("named", new JoinRule("named", INPUTS, "named"), "seen", new JoinRule("seen", INPUTS, "seen")),
            Map.of());

    private final Ledger turn = new Ledger();

    @Test
    void agreesWhereEachJoinGotWhatWasNotFiltered() {
        turn.add("orders", Counter.IN, 5);
        turn.add("orders", Counter.FILTERED, 2);
        turn.add("named/orders", Counter.IN, 3);
        turn.add("seen/orders", Counter.IN, 3);
        turn.add("letters", Counter.IN, 7);

        assertThatCode(() -> LedgerCheck.require(PIPELINE, turn)).doesNotThrowAnyException();
    }

    @Test
    void stopsWhereAJoinDidNotGetAMessage() {
        turn.add("orders", Counter.IN, 5);
        turn.add("named/orders", Counter.IN, 5);
        turn.add("seen/orders", Counter.IN, 4);

        assertThatThrownBy(() -> LedgerCheck.require(PIPELINE, turn))
                .isInstanceOfSatisfying(
                        RoundaboutException.class, e -> assertThat(e.code()).isEqualTo("LEDGER"))
                .hasMessageContaining("'orders' took 5 messages")
                .hasMessageContaining("4 came to join 'seen'");
    }

    @Test
    void stopsWhereAJoinGotWhatNobodySent() {
        turn.add("named/customers", Counter.IN, 1);

        assertThatThrownBy(() -> LedgerCheck.require(PIPELINE, turn)).hasMessageContaining("1 came to join 'named'");
    }
}
