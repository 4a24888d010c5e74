package io.roundabout.circulation;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the loop.
 *
 * @param state the state folder
 * @param partitions state partitions of a new state folder, {@code --partitions}
 * @param syncing whether what is acknowledged survives a loss of power, {@code --durability}
 * @param master Spark master, {@code --master}
 * @param turnGap least time between two turns, {@code circulation.turn-gap}
 */
public record CirculationSettings(Path state, int partitions, boolean syncing, String master, Duration turnGap) {
    /** Returns the defaults for a state folder: 5 ms between turns, min(8, cores) partitions, all cores of this machine. */
    public static CirculationSettings defaults(Path state) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new CirculationSettings(state, Math.min(8, cores), true, "local[*]", Duration.ofMillis(5));
    }
}
