package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.api.HttpDoor;
import io.roundabout.circulation.CirculationSettings;
import io.roundabout.entrance.EntranceSettings;
import io.roundabout.gate.GateSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything a hub is started with.
 *
 * @param pipeline the pipeline file or folder, if one was given; else what the state folder says
 * @param jars jars with the classes that the pipeline names, {@code jars}
 * @param allowStranded whether the pipeline may leave held messages without use, {@code allow-stranded}
 * @param partitions state partitions that were asked for, if they were; else what the state folder says
 * @param mostUndeclared streams nobody declared that it takes, {@code undeclared.most}
 * @param minFree bytes that are to stay free on the disk of the state, {@code state.min-free}; empty: 5 % of it, at most 1 GiB
 * @param circulation settings of the loop
 * @param entrance settings of the TCP door
 * @param gate settings of the AMQP door
 * @param metrics what is measured, and where it goes
 * @param http where the API listens
 * @param openDoors whether doors may be where other machines reach them, {@code doors.open}
 */
public record HubSettings(
        Optional<Path> pipeline,
        List<Path> jars,
        boolean allowStranded,
        Optional<Integer> partitions,
        int mostUndeclared,
        Optional<Long> minFree,
        CirculationSettings circulation,
        EntranceSettings entrance,
        GateSettings gate,
        MetricsSettings metrics,
        HttpDoor http,
        boolean openDoors) {
    public HubSettings {
        jars = List.copyOf(jars);
    }

    /**
     * Checks that a state folder has the partitions that were asked for.
     *
     * @param folder its state partitions, which cannot be changed once it is made
     * @throws RoundaboutException with code {@code OTHER_PARTITIONS} if it has another number
     */
    void checkPartitions(int folder) {
        int wanted = partitions.orElse(folder);
        if (wanted != folder) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "OTHER_PARTITIONS",
                    "state folder '" + circulation.state() + "' has " + folder + " partitions, not " + wanted
                            + " (--partitions). Leave the option out, or say " + folder + ".");
        }
    }
}
