package io.roundabout.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerRowTest {
    private final Names names = Names.of(Map.of("orders", 1, "enriched", 2));

    @Test
    void countsByLine() {
        LedgerRow row = new LedgerRow();
        row.add(LedgerLine.of(1), Counter.IN, 2);
        row.add(LedgerLine.of(1), Counter.IN, 3);
        row.add(new LedgerLine(2, 1), Counter.HELD, -1);

        assertThat(row.count(LedgerLine.of(1), Counter.IN)).isEqualTo(5);
        assertThat(row.count(new LedgerLine(2, 1), Counter.HELD)).isEqualTo(-1);
        assertThat(row.count(LedgerLine.of(2), Counter.HELD)).isZero();
    }

    @Test
    void addsAnotherRow() {
        LedgerRow row = new LedgerRow();
        row.add(LedgerLine.of(1), Counter.IN, 2);
        LedgerRow other = new LedgerRow();
        other.add(LedgerLine.of(1), Counter.IN, 40);

        row.add(other);

        assertThat(row.count(LedgerLine.of(1), Counter.IN)).isEqualTo(42);
    }

    @Test
    void namesItsLines() {
        LedgerRow row = new LedgerRow();
        row.add(LedgerLine.of(1), Counter.IN, 2);
        row.add(new LedgerLine(2, 1), Counter.HELD, 1);
        row.add(LedgerLine.of(99), Counter.MADE, 1);

        Ledger ledger = row.named(names);

        assertThat(ledger.count("orders", Counter.IN)).isEqualTo(2);
        assertThat(ledger.count("enriched/orders", Counter.HELD)).isEqualTo(1);
    }

    @Test
    void countsNothingWhereThereIsNoRow() {
        assertThat(LedgerRow.read(null).isEmpty()).isTrue();
    }

    @Test
    void keepsItsForm() {
        LedgerRow row = LedgerRow.read(StoredForm.read("v1/ledger.hex"));

        assertThat(row.count(LedgerLine.of(2), Counter.ACCEPTED)).isEqualTo(4);
        assertThat(row.count(new LedgerLine(7, 1), Counter.IN)).isEqualTo(5);
        assertThat(row.count(new LedgerLine(7, 1), Counter.HELD)).isEqualTo(1);
        assertThat(row.write()).isEqualTo(StoredForm.read("v1/ledger.hex"));
    }

    @Test
    void refusesAnUnknownVersion() {
        assertThatThrownBy(() -> LedgerRow.read(new byte[] {2})).hasMessage("ledger of version 2; this hub reads 1");
    }

    @Test
    void findsEachCounterByItsNumber() {
        for (Counter counter : Counter.values()) {
            assertThat(Counter.of(counter.number())).isEqualTo(counter);
        }
        assertThatThrownBy(() -> Counter.of((byte) 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Counter.of((byte) (Counter.values().length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
