package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.state.Counter;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import org.junit.jupiter.api.Test;

class TakenBytesTest {
    private static final int ORDERS = 3;
    private static final LedgerLine MAILBOX = LedgerLine.of(ORDERS);
    private static final LedgerLine INPUT = new LedgerLine(7, ORDERS);

    private final LedgerRow total = new LedgerRow();

    @Test
    void countsWhatIsHeldAndNothingWhereNothingIs() {
        turn(MAILBOX, Counter.MADE, 3, Counter.ACCEPTED, 0, 10, 20, 30);
        assertThat(total.count(MAILBOX, Counter.BYTES)).isEqualTo(60);
        turn(MAILBOX, Counter.MADE, 0, Counter.ACCEPTED, 1);
        assertThat(total.count(MAILBOX, Counter.BYTES)).isEqualTo(40);
        turn(MAILBOX, Counter.MADE, 1, Counter.DEAD, 1, 20);
        assertThat(total.count(MAILBOX, Counter.BYTES)).isEqualTo(40);
        turn(MAILBOX, Counter.MADE, 0, Counter.ACCEPTED, 2);
        assertThat(total.count(MAILBOX, Counter.BYTES)).isZero();
    }

    @Test
    void countsWhatWaitsInAJoinAndNotWhatPassesThrough() {
        LedgerRow changes = new LedgerRow();
        changes.add(INPUT, Counter.IN, 4);
        changes.add(INPUT, Counter.USED, 3);
        changes.add(INPUT, Counter.HELD, 1);
        TakenBytes bytes = new TakenBytes();
        for (int i = 0; i < 4; i++) {
            bytes.add(ORDERS, 25);
        }
        bytes.count(total, changes);
        assertThat(changes.count(INPUT, Counter.BYTES)).isEqualTo(25);
    }

    @Test
    void countsNothingForTheStreamItselfWhereJoinsTakeIt() {
        turn(MAILBOX, Counter.IN, 2, Counter.REFUSED, 1, 10, 20);
        assertThat(total.count(MAILBOX, Counter.BYTES)).isZero();
    }

    @Test
    void saysNothingOfWhatNobodyPushed() {
        turn(MAILBOX, Counter.MADE, 5, Counter.ACCEPTED, 2);
        assertThat(total.count(MAILBOX, Counter.BYTES)).isZero();
    }

    private void turn(LedgerLine line, Counter came, int coming, Counter left, int leaving, int... bodies) {
        LedgerRow changes = new LedgerRow();
        changes.add(line, came, coming);
        changes.add(line, left, leaving);
        TakenBytes bytes = new TakenBytes();
        for (int body : bodies) {
            bytes.add(ORDERS, body);
        }
        bytes.count(total, changes);
        total.add(changes);
    }
}
