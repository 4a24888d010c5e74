package io.roundabout.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    @Test
    void addsUserAndSystemTimeOfTheProcessAndItsEndedChildren() {
        String stat = "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 90 80 0 0 150 25 10 3 20 0 40 0 5000 1 2\n";

        assertThat(ProcessTree.ticks(stat)).isEqualTo(150 + 25 + 10 + 3);
    }

    @Test
    void readsThePeakOfResidentMemory() {
        assertThat(ProcessTree.peakKib("Name:\tjava\nVmPeak:\t  9 kB\nVmHWM:\t  771234 kB\nVmRSS:\t 7 kB\n"))
                .isEqualTo(771_234);
    }

    @Test
    void countsWhatTheMachineDidButNotItsWaiting() {
        String stat = "cpu  100 20 30 4000 500 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n";

        assertThat(Machine.busyTicks(stat)).isEqualTo(100 + 20 + 30 + 6 + 7 + 8);
    }
}
