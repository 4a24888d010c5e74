package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the loop.
 *
 * @param state where the state is
 * @param partitions state partitions of a new state folder, {@code --partitions}
 * @param syncing whether what is acknowledged survives a loss of power, {@code --durability}
 * @param master Spark master, {@code --master}
 * @param turnGap least time between two turns, {@code circulation.turn-gap}
 * @param work folder on a disk of this machine for the stores' working copies, {@code circulation.work}; empty for the
 *     default
 * @param expiryGrace how long after a start nothing expires, {@code expiry.grace}
 * @param subscriptions bounds for subscriptions
 * @param ownerWait how long a start waits for an owner of state on HDFS that may be dead, {@code circulation.owner-wait}
 * @param cluster what a cluster needs besides its master
 */
public record CirculationSettings(
        StateAddress state,
        int partitions,
        boolean syncing,
        String master,
        Duration turnGap,
        Optional<Path> work,
        Duration expiryGrace,
        SubscriptionLimits subscriptions,
        Duration ownerWait,
        ClusterSettings cluster) {
    /** What a turn costs on HDFS, a file or more for each partition and the NameNode asked for each, sets the pace there. */
    private static final Duration GAP_ON_HDFS = Duration.ofMillis(250);

    /** Who comes back with the hub is heard before anything expires. Source: product contract, section 3. */
    private static final Duration EXPIRY_GRACE = Duration.ofMinutes(1);

    /** HDFS gives a file of a writer it has not heard of to another after 60 s. Source: {@code LEASE_SOFTLIMIT_PERIOD}. */
    private static final Duration OWNER_WAIT = Duration.ofSeconds(90);

    /**
     * Returns the defaults for a state: 5 ms between turns, on HDFS 250 ms; min(8, cores) partitions; all cores of this
     * machine.
     */
    public static CirculationSettings defaults(StateAddress state) {
        return new CirculationSettings(
                state,
                Math.min(8, Runtime.getRuntime().availableProcessors()),
                true,
                "local[*]",
                state.isOnHdfs() ? GAP_ON_HDFS : Duration.ofMillis(5),
                Optional.empty(),
                EXPIRY_GRACE,
                SubscriptionLimits.DEFAULT,
                OWNER_WAIT,
                ClusterSettings.DEFAULT);
    }

    /**
     * Checks that all who are to keep the state can reach it.
     *
     * @throws RoundaboutException with code {@code STATE_NOT_SHARED} if they cannot
     */
    void requireSharedState() {
        if (!new SparkMaster(master).isThisJvm() && !state.isOnHdfs()) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "STATE_NOT_SHARED",
                    "state folder '" + state + "' is on this machine, and the executors of '" + master
                            + "' cannot reach it. Give --state hdfs://HOST:PORT/PATH, or run on this machine alone with"
                            + " --master local[*].");
        }
    }

    /**
     * Returns the folder for what need not survive. It is emptied at each start, so it is never one that somebody named,
     * but one below it that belongs to this state.
     *
     * @param hub id of the state folder
     */
    Path workFolder(String hub) {
        return work.or(() -> state.isOnHdfs() ? Optional.of(Path.of("roundabout-work")) : Optional.empty())
                .map(folder -> folder.resolve(hub))
                .orElseGet(() -> state.local().resolve("work"));
    }
}
