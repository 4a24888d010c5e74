package io.roundabout.entrance;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether one connection is held for a quota or the disk, and what its vehicle was told of it. Times are those of {@link
 * System#nanoTime}. Confined to the event loop.
 */
final class Holding {
    /** How often it is said again. A hold may last for days, and a connection that is not read is seen to be gone only so. */
    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final VehicleConnection connection;
    private final Holds holds;
    private @Nullable Hold told;
    private long toldAt;

    Holding(VehicleConnection connection, Holds holds) {
        this.connection = connection;
        this.holds = holds;
    }

    /** Looks whether the next frame has to wait, tells the vehicle what changed, and sees to it that it is looked again. */
    boolean isHeld() {
        Phase phase = connection.phase();
        Hold now = holds.of(phase);
        if (!Objects.equals(now, told)) {
            if (told != null) {
                phase.resumed(told);
            }
            told = now;
            tell();
        }
        if (now != null) {
            holds.await(connection);
        }
        return now != null;
    }

    /** Returns what its vehicle was told, or null if it is not held. */
    @Nullable
    Hold told() {
        return told;
    }

    void tick(long now) {
        if (told != null && now - toldAt >= AGAIN_NANOS) {
            tell();
        }
    }

    private void tell() {
        if (told != null) {
            toldAt = System.nanoTime();
            connection.phase().held(told);
        }
    }
}
