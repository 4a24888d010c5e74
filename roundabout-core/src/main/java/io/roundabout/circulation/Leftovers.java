package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a crash left in the stores' folders: files that were still written aside, and change logs and snapshots of a turn
 * that was never logged. The latter would not be read, but Spark's clean-up counts snapshots by number only: it would take
 * one of them for the one to keep, and remove those that the logged versions stand on. Pure functions but for the disk.
 */
final class Leftovers {
    private static final Pattern ASIDE = Pattern.compile("\\.\\d+_.+\\.[0-9a-f-]{36}(?:\\.TID\\d+)?\\.tmp");
    private static final Pattern VERSION = Pattern.compile("(\\d+)_(.+)\\.(?:changelog|zip)");

    private Leftovers() {}

    /**
     * Removes it, before a store is opened and while nobody else has the state folder.
     *
     * @param logged the versions that are committed, by partition
     * @throws RoundaboutException {@code STATE_UNREADABLE} if more than one turn is not in the log: then the log, not the
     *     turn, was lost. Nothing is removed then
     */
    static void remove(StateFolder folder, List<StoreVersion> logged) throws IOException {
        List<String> found = new ArrayList<>();
        for (int partition = 0; partition < logged.size(); partition++) {
            find(folder, StateFolder.STORES + "/0/" + partition, logged.get(partition), found);
        }
        for (String file : found) {
            folder.remove(file);
        }
    }

    private static void find(StateFolder folder, String partition, StoreVersion logged, List<String> found)
            throws IOException {
        for (String name : folder.names(partition)) {
            String file = partition + "/" + name;
            Matcher version = VERSION.matcher(name);
            if (ASIDE.matcher(name).matches()
                    || (version.matches() && isUnlogged(folder.name(file), version, logged))) {
                found.add(file);
            }
        }
    }

    private static boolean isUnlogged(String file, Matcher name, StoreVersion logged) {
        long version = Long.parseLong(name.group(1));
        if (version > logged.version() + 1) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "STATE_UNREADABLE",
                    "'" + file + "' is of version " + version + ", but the epoch log ends at version "
                            + logged.version() + ": its last lines are lost. Restore the state folder from a copy;"
                            + " nothing was changed.");
        }
        return version > logged.version()
                || (version == logged.version() && !name.group(2).equals(logged.checkpoint()));
    }
}
