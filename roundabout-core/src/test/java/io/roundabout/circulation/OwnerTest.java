package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnerTest {
    private final Owner me = Owner.thisProcess();

    @BeforeEach
    void needsProcesses() {
        Assumptions.assumeFalse(me.room().isEmpty(), "skipped: no /proc");
    }

    @Test
    void seesThatALivingProcessLives() throws IOException {
        assertThat(Owner.read(me.write())).isEqualTo(me);
        assertThat(me.lifeSeenBy(Owner.thisProcess())).isEqualTo(Owner.Life.ALIVE);
    }

    @Test
    void provesThatAProcessEnded() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(new Owner("h", ended.pid(), "now", me.room(), "17").lifeSeenBy(me))
                .isEqualTo(Owner.Life.DEAD);
    }

    @Test
    void takesNoLaterProcessForTheOneThatHadItsId() {
        assertThat(new Owner("h", me.pid(), "now", me.room(), "1").lifeSeenBy(me))
                .isEqualTo(Owner.Life.DEAD);
    }

    /** Its process ids are others': the same number there is another process, or none. */
    @Test
    void knowsNothingOfAnotherRoom() {
        assertThat(new Owner("h", me.pid(), "now", me.room() + "x", me.started()).lifeSeenBy(me))
                .isEqualTo(Owner.Life.UNKNOWN);
        assertThat(new Owner("h", me.pid(), "now", "", "").lifeSeenBy(new Owner("h", 1, "now", "", "")))
                .isEqualTo(Owner.Life.UNKNOWN);
    }
}
