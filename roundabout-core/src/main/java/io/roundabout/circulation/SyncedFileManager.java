package io.roundabout.circulation;

import io.roundabout.entrance.spark.JvmResidents;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;

/**
 * Writes the state store's files on a local disk so that they survive a loss of power: a file is written aside, synced,
 * moved into place, and its folder is synced. Spark's own writer for local disks syncs nothing and starts ten processes a
 * file.
 *
 * <p>A snapshot's list of files ({@code .zip}) is moved into place only after the table files it names are synced, which
 * Spark copies without this class. Spark makes several of these and tries again what failed; that a failed sync is final
 * is kept by the one {@link SyncedDisk} behind them all. Thread-safe.
 */
public final class SyncedFileManager implements CheckpointFileManager {
    private final SyncedDisk disk;
    private final RawLocalFileSystem reader = new RawLocalFileSystem();
    private final Set<java.nio.file.Path> syncedTables = ConcurrentHashMap.newKeySet();

    /** Called by Spark with the folder of a store and the settings it runs under. */
    public SyncedFileManager(Path root, Configuration configuration) throws IOException {
        disk = JvmResidents.find(SyncedDisk.class);
        reader.initialize(URI.create("file:///"), configuration);
    }

    @Override
    public CancellableFSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) {
        java.nio.file.Path target = local(path);
        java.nio.file.Path aside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            disk.makeFolders(Objects.requireNonNull(target.getParent()));
            return new FileMovedIntoPlace(new FileOutputStream(aside.toFile()), aside, target, overwriteIfPossible);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FSDataInputStream open(Path path) {
        try {
            return reader.open(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FileStatus[] list(Path path, PathFilter filter) {
        List<FileStatus> found = new ArrayList<>();
        try (Stream<java.nio.file.Path> entries = Files.list(local(path))) {
            for (java.nio.file.Path entry : (Iterable<java.nio.file.Path>) entries::iterator) {
                Path name = new Path(path, entry.getFileName().toString());
                if (filter.accept(name)) {
                    status(entry, name, found);
                }
            }
        } catch (NoSuchFileException e) {
            // A store that never wrote has no folder yet, and is cleaned up all the same.
            return new FileStatus[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.toArray(new FileStatus[0]);
    }

    private static void status(java.nio.file.Path entry, Path name, List<FileStatus> found) throws IOException {
        try {
            boolean folder = Files.isDirectory(entry);
            long changed = Files.getLastModifiedTime(entry).toMillis();
            found.add(new FileStatus(folder ? 0 : Files.size(entry), folder, 1, 1 << 20, changed, name));
        } catch (NoSuchFileException e) {
            // Removed by a clean-up since it was listed: it is not there.
        }
    }

    @Override
    public void mkdirs(Path path) {
        try {
            disk.makeFolders(local(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(local(path));
    }

    @Override
    public void delete(Path path) {
        java.nio.file.Path target = local(path);
        try (Stream<java.nio.file.Path> tree = Files.exists(target) ? Files.walk(target) : Stream.empty()) {
            for (java.nio.file.Path entry :
                    tree.sorted(Comparator.reverseOrder()).toList()) {
                disk.remove(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public Path createCheckpointDirectory() {
        throw new UnsupportedOperationException("state folders are made by the hub");
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    /** Syncs what Spark copied for a snapshot, and its names. */
    private void syncTablesBeside(java.nio.file.Path snapshot) throws IOException {
        java.nio.file.Path tables = snapshot.resolveSibling("SSTs");
        if (!Files.isDirectory(tables)) {
            return;
        }
        Set<java.nio.file.Path> listed = new HashSet<>();
        try (Stream<java.nio.file.Path> files = Files.list(tables)) {
            for (java.nio.file.Path file : (Iterable<java.nio.file.Path>) files::iterator) {
                listed.add(file);
                if (!syncedTables.contains(file)) {
                    disk.sync(file);
                    syncedTables.add(file);
                }
            }
        }
        syncedTables.retainAll(listed);
        disk.sync(tables);
        disk.sync(Objects.requireNonNull(tables.getParent()));
    }

    /** A file that appears under its name only once it is whole and synced. Confined to the thread that writes it. */
    private final class FileMovedIntoPlace extends CancellableFSDataOutputStream {
        private final FileOutputStream file;
        private final java.nio.file.Path aside;
        private final java.nio.file.Path target;
        private final boolean overwrite;
        private boolean done;

        FileMovedIntoPlace(
                FileOutputStream file, java.nio.file.Path aside, java.nio.file.Path target, boolean overwrite) {
            super(new BufferedOutputStream(file, 1 << 16));
            this.file = file;
            this.aside = aside;
            this.target = target;
            this.overwrite = overwrite;
        }

        @Override
        public void close() throws IOException {
            if (done) {
                return;
            }
            done = true;
            flush();
            disk.sync(aside, file.getChannel());
            file.close();
            if (target.getFileName().toString().endsWith(".zip")) {
                syncTablesBeside(target);
            }
            if (!overwrite && Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            disk.move(aside, target);
        }

        @Override
        public void cancel() {
            if (done) {
                return;
            }
            done = true;
            try {
                file.close();
                Files.deleteIfExists(aside);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
