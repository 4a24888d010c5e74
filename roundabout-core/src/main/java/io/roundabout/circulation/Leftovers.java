package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a crash left in the stores' folders: files that were still written aside, and change logs and snapshots of a turn
 * that was never logged. The latter would not be read, but Spark's clean-up counts snapshots by number only: it would take
 * one of them for the one to keep, and remove those that the logged versions stand on. Pure functions but for the disk.
 */
final class Leftovers {
    private static final Pattern ASIDE = Pattern.compile("\\.\\d+_.+\\.[0-9a-f-]{36}\\.tmp");
    private static final Pattern VERSION = Pattern.compile("(\\d+)_(.+)\\.(?:changelog|zip)");

    private Leftovers() {}

    /**
     * Removes it, before a store is opened and under the lock of the state folder.
     *
     * @param stores the folder below which Spark keeps a folder a partition
     * @param logged the versions that are committed, by partition
     * @throws RoundaboutException {@code STATE_UNREADABLE} if more than one turn is not in the log: then the log, not the
     *     turn, was lost. Nothing is removed then
     */
    static void remove(Path stores, List<StoreVersion> logged, SyncedDisk disk) throws IOException {
        List<Path> found = new ArrayList<>();
        for (int partition = 0; partition < logged.size(); partition++) {
            Path folder = stores.resolve("0").resolve(Integer.toString(partition));
            if (Files.isDirectory(folder)) {
                find(folder, logged.get(partition), found);
            }
        }
        for (Path path : found) {
            disk.remove(path);
        }
    }

    private static void find(Path folder, StoreVersion logged, List<Path> found) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : (Iterable<Path>) files::iterator) {
                String name = path.getFileName().toString();
                Matcher version = VERSION.matcher(name);
                if (ASIDE.matcher(name).matches()
                        || (version.matches() && isUnlogged(path, Long.parseLong(version.group(1)), version, logged))) {
                    found.add(path);
                }
            }
        }
    }

    private static boolean isUnlogged(Path path, long version, Matcher name, StoreVersion logged) {
        if (version > logged.version() + 1) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "STATE_UNREADABLE",
                    "'" + path + "' is of version " + version + ", but the epoch log ends at version "
                            + logged.version() + ": its last lines are lost. Restore the state folder from a copy;"
                            + " nothing was changed.");
        }
        return version > logged.version()
                || (version == logged.version() && !name.group(2).equals(logged.checkpoint()));
    }
}
