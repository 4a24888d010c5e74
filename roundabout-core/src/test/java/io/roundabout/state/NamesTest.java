package io.roundabout.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {
    private final Names names = Names.of(Map.of("orders", 1, "dead/orders", 7));

    @Test
    void findsNumbersAndNames() {
        assertThat(names.number("dead/orders")).isEqualTo(7);
        assertThat(names.name(7)).contains("dead/orders");
        assertThat(names.name(2)).isEmpty();
        assertThat(names.all()).containsExactlyInAnyOrder("orders", "dead/orders");
    }

    @Test
    void refusesANameWithoutNumber() {
        assertThatThrownBy(() -> names.number("parcels")).hasMessage("name 'parcels' has no number");
    }

    @Test
    void refusesANumberThatIsNotOfOneNameAlone() {
        assertThatThrownBy(() -> Names.of(Map.of("orders", 1, "parcels", 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Names.of(Map.of("orders", 0))).isInstanceOf(IllegalArgumentException.class);
    }
}
