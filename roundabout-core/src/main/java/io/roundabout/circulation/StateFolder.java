package io.roundabout.circulation;

import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * Where the state is kept, for as long as this hub owns it: the files of the epoch log, and the folder below which Spark keeps
 * the stores. Files are named by their path below it, with {@code /} between. Thread-safe.
 */
interface StateFolder extends AutoCloseable {
    /** The folder of the stores, below the state folder. */
    String STORES = "stores";

    /**
     * Takes the folder that {@code settings} name, making it if there is none.
     *
     * @param disk what a folder on this machine is written to
     * @param onLost hears, once, if the folder was taken from this hub, which must then end
     * @throws RoundaboutException {@code STATE_IN_USE} if another hub has it, {@code STATE_UNREADABLE} if it cannot be used
     */
    static StateFolder open(CirculationSettings settings, SyncedDisk disk, Consumer<Throwable> onLost) {
        return settings.state().isOnHdfs()
                ? HdfsStateFolder.open(settings, onLost)
                : LocalStateFolder.open(settings.state().local(), disk);
    }

    /** Returns the names of what is in a folder, sorted; none if there is no such folder. */
    List<String> names(String folder) throws IOException;

    /** Returns what is in a file. */
    byte[] read(String file) throws IOException;

    /**
     * Begins a file to be appended to; there must be none of its name that anybody else wrote.
     *
     * @param lines what it begins with; synced, and its name too, when this returns
     * @throws RoundaboutException {@code STATE_IN_USE} if another hub wrote it
     */
    AppendedFile begin(String file, List<byte[]> lines) throws IOException;

    /** Removes a file; does nothing if there is none. */
    void remove(String file) throws IOException;

    /** Returns a file's name for people. */
    String name(String file);

    /** Returns where the stores are. */
    URI stores();

    /** Returns what Spark's stores must be set to here. */
    Map<String, String> storeSettings();

    /** Returns what Hadoop's file systems must be set to here. */
    Configuration hadoop();

    /** Returns what to tell a person if the folder cannot be used. */
    RoundaboutException refusal(IOException why);

    /** Returns what to tell a person of what made the loop stop: the folder's part in it, where it had one. */
    Throwable explained(Throwable failure);

    /** Removes a folder that was made for this hub, which did not come to use it; does nothing if it was there before. */
    void removeIfNew();

    /** Leaves the folder to others. */
    @Override
    void close();
}
