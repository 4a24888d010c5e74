package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapTest {
    @Test
    void saysWhatToDoWhereSparkWouldNotStart() {
        assertThatThrownBy(() -> new Heap((450L << 20) - 1).requireEnough())
                .hasMessage("HEAP_TOO_SMALL: the heap has 449MiB; a hub needs at least 450MiB."
                        + " Set ROUNDABOUT_JAVA_OPTS=-Xmx1g or more.");
        new Heap(450L << 20).requireEnough();
    }

    @Test
    void keepsWhatSparkKeepsOutOfTheBlocks() {
        assertThat(new Heap(450L << 20).blockBytes()).isEqualTo(90L << 20);
    }
}
