package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log that decides what is committed: a turn is, once its line is synced. One file a start, rotated when it has grown;
 * the last two are kept. A line is eight hex digits of CRC-32C, a space, JSON. Holds the lock that keeps a second hub out of
 * the state folder. Confined to the loop's thread.
 */
final class EpochLog implements AutoCloseable {
    private static final long ROTATE_BYTES = 16L << 20;
    private static final int KEPT_FILES = 2;
    private static final String PREFIX = "epochs-";

    private final Path folder;
    private final SyncedDisk disk;
    private final FileChannel lockChannel;
    private final TreeMap<String, Integer> names;
    private final boolean folderIsNew;
    private LogHeader header;
    private EpochRecord last;
    private long fileNumber;
    private @Nullable FileChannel file;

    private EpochLog(Path folder, boolean folderIsNew, SyncedDisk disk, FileChannel lockChannel, LogFile replayed) {
        this.folder = folder;
        this.folderIsNew = folderIsNew;
        this.disk = disk;
        this.lockChannel = lockChannel;
        this.header = replayed.header();
        this.last = replayed.last();
        this.names = replayed.names();
        this.fileNumber = replayed.number();
    }

    /**
     * Opens the log in {@code folder}, making it if there is none.
     *
     * @param folder the state folder
     * @param fresh header for a new state folder
     * @param disk what it is written to
     * @throws RoundaboutException {@code STATE_IN_USE} if another hub has it, {@code STATE_UNREADABLE} if it cannot be
     *     read or was damaged, {@code STATE_TOO_NEW} if a later hub wrote it
     */
    static EpochLog open(Path folder, LogHeader fresh, SyncedDisk disk) {
        try {
            boolean made = createFolder(folder, disk);
            FileChannel lock = lock(folder);
            EpochLog log = new EpochLog(folder, made, disk, lock, replay(folder, fresh));
            log.rotate();
            return log;
        } catch (IOException e) {
            throw unusable(
                    folder, "cannot be used: " + why(e) + ". Check that this user may write to it, or give another", e);
        }
    }

    /** Many of the system's messages are a path and nothing else. */
    private static String why(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no access to '" + denied.getFile() + "'";
        }
        return e instanceof NoSuchFileException missing ? "'" + missing.getFile() + "' cannot be made" : e.toString();
    }

    private static RoundaboutException unusable(Path folder, String why, @Nullable Throwable cause) {
        String text = "state folder '" + folder + "' " + why + " with --state.";
        return new RoundaboutException(Fault.SURROUNDINGS, "STATE_UNREADABLE", text, cause);
    }

    /** Returns whether the folder had to be made. It is for its owner alone then: what is held is nobody else's. */
    private static boolean createFolder(Path folder, SyncedDisk disk) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw unusable(folder, "is a file. Give a folder", null);
        }
        if (Files.isDirectory(folder)) {
            return false;
        }
        disk.makeFolders(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return true;
    }

    /** Returns what the files say. */
    LogHeader header() {
        return header;
    }

    /** Returns whether the folder was made when the log was opened. */
    boolean folderIsNew() {
        return folderIsNew;
    }

    /** Returns the last committed turn. */
    EpochRecord last() {
        return last;
    }

    /** Returns the number of every name. */
    Map<String, Integer> names() {
        return Map.copyOf(names);
    }

    /** Starts a new file whose header carries {@code pipeline}. */
    void apply(String pipeline) throws IOException {
        header = header.withPipeline(pipeline);
        rotate();
    }

    /**
     * Commits a turn: returns once its line is synced.
     *
     * @throws IOException if it could not be written or synced; then it is not known whether it is, so the hub must stop
     *     and start from the log
     */
    void append(EpochRecord record) throws IOException {
        FileChannel out = Objects.requireNonNull(file, "log is closed");
        disk.append(path(fileNumber), out, LogLine.write(record));
        names.putAll(record.names());
        last = record;
        if (out.size() > ROTATE_BYTES) {
            rotate();
        }
    }

    private void rotate() throws IOException {
        if (file != null) {
            file.close();
        }
        fileNumber++;
        Path path = path(fileNumber);
        FileChannel next = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        disk.append(path, next, LogLine.write(header));
        EpochRecord kept = new EpochRecord(last.epoch(), last.time(), last.stores(), last.conflicts(), names);
        disk.append(path, next, LogLine.write(kept));
        disk.sync(folder);
        file = next;
        for (Path old : files(folder)) {
            if (number(old) <= fileNumber - KEPT_FILES) {
                disk.remove(old);
            }
        }
    }

    private Path path(long number) {
        return folder.resolve(PREFIX + "%08d.log".formatted(number));
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
                file = null;
            }
            lockChannel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "STATE_IN_USE",
                    "state folder '" + folder + "' is used by another hub. Stop that one, or give another folder with"
                            + " --state.");
        }
        return channel;
    }

    private static LogFile replay(Path folder, LogHeader fresh) throws IOException {
        List<Path> files = files(folder);
        for (int i = files.size() - 1; i >= 0; i--) {
            LogFile replayed = LogFile.read(files.get(i), number(files.get(i)));
            if (replayed != null) {
                return replayed;
            }
        }
        if (!files.isEmpty()) {
            throw LogFile.damaged(files.get(files.size() - 1), 1);
        }
        List<StoreVersion> stores = Collections.nCopies(fresh.partitions(), StoreVersion.EMPTY);
        return new LogFile(fresh, new EpochRecord(0, 0, stores, Map.of(), Map.of()), new TreeMap<>(), 0);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> path.getFileName().toString().matches(PREFIX + "[0-9]{8}\\.log"))
                    .sorted()
                    .toList();
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(PREFIX.length(), PREFIX.length() + 8));
    }
}
