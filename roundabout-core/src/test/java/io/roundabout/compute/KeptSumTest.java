package io.roundabout.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeptSumTest {
    @Test
    void isReadAsItWasWritten() {
        KeptSum read = KeptSum.read(new KeptSum(7, 9, new byte[] {1, 2}).write());

        assertThat(read).usingRecursiveComparison().isEqualTo(new KeptSum(7, 9, new byte[] {1, 2}));
    }

    @Test
    void refusesAVersionItDoesNotKnow() {
        byte[] stored = new KeptSum(7, 9, new byte[] {1, 2}).write();
        stored[0] = 9;

        assertThatThrownBy(() -> KeptSum.read(stored)).hasMessageContaining("version 9");
    }
}
