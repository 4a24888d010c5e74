package io.roundabout.circulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster of Spark needs besides its master; of no use on one machine.
 *
 * @param secretFile file with the secret that master, workers and hub share, {@code cluster.secret-file}; empty where Spark
 *     makes one itself
 * @param patience how long a start waits for the first executor, {@code cluster.wait}
 * @param jars files with the classes that the pipeline names, which travel to the executors, {@code jars}
 */
public record ClusterSettings(Optional<Path> secretFile, Duration patience, List<Path> jars) {
    /** No secret, a minute for the first executor, no jars. A container of an executor may have to be fetched first. */
    public static final ClusterSettings DEFAULT =
            new ClusterSettings(Optional.empty(), Duration.ofMinutes(1), List.of());

    public ClusterSettings {
        jars = List.copyOf(jars);
    }
}
