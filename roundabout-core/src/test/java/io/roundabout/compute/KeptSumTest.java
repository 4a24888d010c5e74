package io.roundabout.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.state.StoredForm;
import org.junit.jupiter.api.Test;

class KeptSumTest {
    @Test
    void isReadAsItWasWritten() {
        KeptSum read = KeptSum.read(new KeptSum(7, 9, new byte[] {1, 2}).write());

        assertThat(read).usingRecursiveComparison().isEqualTo(new KeptSum(7, 9, new byte[] {1, 2}));
    }

    @Test
    void keepsItsForm() {
        KeptSum kept = new KeptSum(1_700_000_000_000L, 9, new byte[] {1, 2});

        assertThat(kept.write()).isEqualTo(StoredForm.read("v1/sum.hex"));
        assertThat(KeptSum.read(StoredForm.read("v1/sum.hex")))
                .usingRecursiveComparison()
                .isEqualTo(kept);
    }

    @Test
    void refusesAVersionItDoesNotKnow() {
        byte[] stored = new KeptSum(7, 9, new byte[] {1, 2}).write();
        stored[0] = 9;

        assertThatThrownBy(() -> KeptSum.read(stored)).hasMessageContaining("version 9");
    }
}
