package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The files that travel to executors, which find them by their names alone. Pure functions. */
final class ClusterFiles {
    private ClusterFiles() {}

    /**
     * Returns files as Spark reads a list of them.
     *
     * @throws RoundaboutException with code {@code CANNOT_TRAVEL} if one is a folder, or two have the same name
     */
    static String of(List<Path> files) {
        Set<String> names = new HashSet<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw refused("'" + file + "' is a folder, and only files travel to executors. Make a jar of it.");
            }
            if (!names.add(file.getFileName().toString())) {
                throw refused("two files of --jars are called '" + file.getFileName()
                        + "', and executors would find only one. Rename one.");
            }
        }
        return files.stream()
                .map(file -> file.toAbsolutePath().toUri().toString())
                .collect(Collectors.joining(","));
    }

    private static RoundaboutException refused(String why) {
        return new RoundaboutException(Fault.VEHICLE, "CANNOT_TRAVEL", why);
    }
}
