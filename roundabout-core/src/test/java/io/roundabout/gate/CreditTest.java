package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Unsigned credit. */
class CreditTest {
    private final Credit credit = new Credit();

    @Test
    void takesTheLargestCredit() {
        credit.grant(0, 0xFFFF_FFFF);

        assertThat(credit.left()).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void countsWhatIsUnderWay() {
        credit.grant(0, 10);
        credit.use();
        credit.use();
        credit.use();

        credit.grant(1, 10);

        assertThat(credit.left()).isEqualTo(8);
    }

    @Test
    void hasNoneWhenItWasTakenBack() {
        credit.grant(0, 2);
        credit.use();
        credit.use();

        credit.grant(1, 0);

        assertThat(credit.left()).isZero();
    }

    @Test
    void goesOnWhereTheCountWraps() {
        credit.grant(0, 0xFFFF_FFFF);
        credit.drain();
        assertThat(credit.deliveryCount()).isEqualTo(0xFFFF_FFFF);
        credit.grant(0xFFFF_FFFF, 3);
        credit.use();

        credit.grant(0xFFFF_FFFF, 3);

        assertThat(credit.deliveryCount()).isZero();
        assertThat(credit.left()).isEqualTo(2);
    }
}
