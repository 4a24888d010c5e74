package io.roundabout.circulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A disk on which what was written is synced, if the hub is to survive a loss of power, and on which a failed sync is final
 * for the whole process: the page cache may have dropped what it could not write, and would call the next sync a success.
 * Thread-safe.
 */
final class SyncedDisk {
    private final Disk disk;
    private final boolean syncing;
    private final Consumer<? super IOException> onFailure;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    /**
     * Wraps a disk.
     *
     * @param syncing whether anything is synced, {@code --durability}
     * @param onFailure hears, once, of the first sync that failed, before the one who asked for it does; must end the process
     */
    SyncedDisk(Disk disk, boolean syncing, Consumer<? super IOException> onFailure) {
        this.disk = disk;
        this.syncing = syncing;
        this.onFailure = onFailure;
    }

    /** Appends to a file and syncs it. */
    void append(Path file, FileChannel channel, byte[] bytes) throws IOException {
        refuseAfterFailure();
        disk.append(file, channel, ByteBuffer.wrap(bytes));
        sync(file, channel);
    }

    /**
     * Syncs what was written to an open file.
     *
     * @throws IOException if that failed, or anything failed before: then it is not known what is on the disk
     */
    void sync(Path file, FileChannel channel) throws IOException {
        if (!syncing) {
            return;
        }
        refuseAfterFailure();
        try {
            disk.sync(file, channel);
        } catch (IOException e) {
            if (failure.compareAndSet(null, e)) {
                onFailure.accept(e);
            }
            throw e;
        }
    }

    /** Syncs a file or the names in a folder. */
    void sync(Path path) throws IOException {
        if (syncing) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                sync(path, channel);
            }
        }
    }

    /** Gives a synced file its name, so that it keeps it. */
    void move(Path from, Path to) throws IOException {
        refuseAfterFailure();
        disk.move(from, to);
        sync(Objects.requireNonNull(to.toAbsolutePath().getParent()));
    }

    /** Removes a file or an empty folder. The removal is not synced: what is there again is removed again. */
    void remove(Path path) throws IOException {
        refuseAfterFailure();
        disk.remove(path);
    }

    /** Makes a folder, and those above it that are missing, so that they stay. */
    void makeFolders(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = folder.toAbsolutePath(); path != null && !Files.exists(path); path = path.getParent()) {
            missing.push(path);
        }
        Files.createDirectories(folder);
        for (Path made : missing) {
            sync(Objects.requireNonNull(made.getParent()));
        }
    }

    private void refuseAfterFailure() throws IOException {
        IOException first = failure.get();
        if (first != null) {
            throw new IOException("a file could not be synced before; start the hub again", first);
        }
    }
}
