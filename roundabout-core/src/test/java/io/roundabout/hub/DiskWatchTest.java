package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskWatchTest {
    private final List<Boolean> heard = new ArrayList<>();
    private long free = 1_000;
    private boolean broken;

    private final DiskWatch watch = new DiskWatch(
            () -> {
                if (broken) {
                    throw new IOException("told to fail");
                }
                return free;
            },
            100,
            heard::add);

    @Test
    void saysOnceThatTooLittleIsFreeAndOnceThatItIsEnough() {
        look(1_000, 100, 99, 50, 109, 110, 100);
        assertThat(heard).containsExactly(true, false);
    }

    @Test
    void saysNothingWhereThereIsRoom() {
        look(1_000, 500);
        assertThat(heard).isEmpty();
    }

    @Test
    void takesADiskThatCannotBeAskedToBeAsBefore() {
        look(50);
        broken = true;
        look(1_000);
        assertThat(heard).containsExactly(true);
        broken = false;
        look(1_000);
        assertThat(heard).containsExactly(true, false);
    }

    private void look(long... bytes) {
        for (long each : bytes) {
            free = each;
            watch.look();
        }
    }
}
