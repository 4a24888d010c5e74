package io.roundabout.circulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What the loop asks of a disk wherever it matters what a crash leaves behind: each call is one step that is done, half done
 * or not done. Everything that decides what is committed goes through here, so that a test can end the process, or the disk,
 * between any two steps. Calls come from several threads.
 */
public interface Disk {
    /** Returns the disk of this machine. Thread-safe. */
    static Disk ofThisMachine() {
        return new MachineDisk();
    }

    /**
     * Appends to a file.
     *
     * @param file the file's name
     * @param channel the file, open for writing
     */
    void append(Path file, FileChannel channel, ByteBuffer bytes) throws IOException;

    /**
     * Returns once what was written to a file, or the names in a folder, would survive a loss of power.
     *
     * @param path the name of the file or the folder
     * @param channel the file or the folder, open
     */
    void sync(Path path, FileChannel channel) throws IOException;

    /** Gives a file its name in one step, in place of the one that had it. */
    void move(Path from, Path to) throws IOException;

    /** Removes a file or an empty folder; does nothing if there is none. */
    void remove(Path path) throws IOException;
}
