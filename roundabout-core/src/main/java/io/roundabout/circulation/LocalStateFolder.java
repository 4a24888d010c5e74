package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.entrance.spark.JvmResidents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A state folder on this machine's disk. The lock of a file in it, which ends with the process, keeps a second hub out. */
final class LocalStateFolder implements StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStateFolder.class);

    private final Path folder;
    private final boolean made;
    private final SyncedDisk disk;
    private final FileChannel lock;

    private LocalStateFolder(Path folder, boolean made, SyncedDisk disk, FileChannel lock) {
        this.folder = folder;
        this.made = made;
        this.disk = disk;
        this.lock = lock;
    }

    /**
     * Takes a folder, making it if there is none.
     *
     * @param disk what it is written to, by Spark's stores as well
     * @throws RoundaboutException {@code STATE_IN_USE} if another hub has it, {@code STATE_UNREADABLE} if it cannot be used
     */
    static LocalStateFolder open(Path folder, SyncedDisk disk) {
        try {
            boolean made = create(folder, disk);
            LocalStateFolder taken = new LocalStateFolder(folder, made, disk, lock(folder));
            JvmResidents.put(SyncedDisk.class, disk);
            return taken;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Returns whether the folder had to be made. It is for its owner alone then: what is held is nobody else's. */
    private static boolean create(Path folder, SyncedDisk disk) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw unreadable(folder, "is a file. Give a folder", null);
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

    @Override
    public List<String> names(String inner) throws IOException {
        Path path = folder.resolve(inner);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public byte[] read(String file) throws IOException {
        return Files.readAllBytes(folder.resolve(file));
    }

    @Override
    public AppendedFile begin(String file, List<byte[]> lines) throws IOException {
        Path path = folder.resolve(file);
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        AppendedFile begun = new LocalFile(path, channel);
        for (byte[] line : lines) {
            begun.append(line);
        }
        disk.sync(folder);
        return begun;
    }

    @Override
    public void remove(String file) throws IOException {
        disk.remove(folder.resolve(file));
    }

    @Override
    public String name(String file) {
        return folder.resolve(file).toString();
    }

    @Override
    public URI stores() {
        return folder.resolve(STORES).toUri();
    }

    @Override
    public Map<String, String> storeSettings() {
        return Map.of("spark.sql.streaming.checkpointFileManagerClass", SyncedFileManager.class.getName());
    }

    @Override
    public Configuration hadoop() {
        return new Configuration();
    }

    @Override
    public RoundaboutException refusal(IOException why) {
        return unusable(folder, why);
    }

    @Override
    public Throwable explained(Throwable failure) {
        return failure;
    }

    private static RoundaboutException unusable(Path folder, IOException why) {
        return unreadable(
                folder,
                "cannot be used: " + words(why) + ". Check that this user may write to it, or give another",
                why);
    }

    /** Many of the system's messages are a path and nothing else. */
    private static String words(IOException why) {
        if (why instanceof AccessDeniedException denied) {
            return "no access to '" + denied.getFile() + "'";
        }
        return why instanceof NoSuchFileException missing
                ? "'" + missing.getFile() + "' cannot be made"
                : why.toString();
    }

    private static RoundaboutException unreadable(Path folder, String why, @Nullable Throwable cause) {
        String text = "state folder '" + folder + "' " + why + " with --state.";
        return new RoundaboutException(Fault.SURROUNDINGS, "STATE_UNREADABLE", text, cause);
    }

    /** While it is locked, so that nobody else has begun to use it. */
    @Override
    public void removeIfNew() {
        try (Stream<Path> tree = made ? Files.walk(folder) : Stream.empty()) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            LOG.debug("a new state folder could not be removed", e);
        }
    }

    @Override
    public void close() {
        JvmResidents.remove(SyncedDisk.class, disk);
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file on a disk. */
    private final class LocalFile implements AppendedFile {
        private final Path path;
        private final FileChannel channel;

        LocalFile(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            disk.append(path, channel, bytes);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
