package io.roundabout.hub;

import io.roundabout.api.ClockDoor;
import io.roundabout.api.ClockView;
import io.roundabout.circulation.Circulation;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says how it stands with the hub's clock, and has it confirmed. Thread-safe. */
final class ClockWatch implements ClockDoor {
    private final Circulation circulation;
    private final InstantSource machine;

    ClockWatch(Circulation circulation, InstantSource machine) {
        this.circulation = circulation;
        this.machine = machine;
    }

    @Override
    public ClockView clock() {
        return new ClockView(!circulation.isClockUnconfirmed(), machineTime());
    }

    /** A clock that is trusted is left as it is: it may be catching up with one that jumped while the hub ran. */
    @Override
    public CompletionStage<ClockView> accept() {
        return circulation.isClockUnconfirmed()
                ? circulation.acceptClock().thenApply(done -> clock())
                : CompletableFuture.completedStage(clock());
    }

    /** Returns what somebody should know of it; nothing where it is trusted. */
    List<String> notices() {
        return circulation.isClockUnconfirmed()
                ? List.of(
                        "nothing expires: at a start of the hub its machine's clock was more than seven days ahead of where the"
                                + " hub had been. The clock says " + machineTime()
                                + " now. If that is right, run 'roundabout clock accept'.")
                : List.of();
    }

    private String machineTime() {
        return machine.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
