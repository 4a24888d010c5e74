package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.XAttrSetFlag;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A state folder on HDFS. Who holds the newest file of the log open owns it; taking it over ends that hold, so that an owner
 * that was only slow cannot commit any more. See docs/decisions/0010-state-on-hdfs.md.
 */
final class HdfsStateFolder implements StateFolder {
    /** Who began a file of the log. */
    static final String OWNER = "user.roundabout.owner";

    private static final long WATCH_SECONDS = 10;

    private final Path folder;
    private final Configuration settings;
    private final DistributedFileSystem hdfs;
    private final boolean syncing;
    private final Owner me = Owner.thisProcess();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "roundabout-circulation-owner");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable HdfsFile newest;
    private @Nullable ScheduledFuture<?> checks;

    private HdfsStateFolder(Path folder, Configuration settings, DistributedFileSystem hdfs, boolean syncing) {
        this.folder = folder;
        this.settings = settings;
        this.hdfs = hdfs;
        this.syncing = syncing;
    }

    /**
     * Takes the folder, making it if there is none. Where an owner that cannot be proven dead holds it, this waits until HDFS
     * has not heard of it for 60 s.
     *
     * @param onLost hears, once, when another hub took the folder from this one
     * @throws RoundaboutException {@code STATE_IN_USE} if another hub has it, {@code STATE_UNREADABLE} if it cannot be used
     */
    @SuppressWarnings("IllegalCatch") // whatever it is, the client must be closed
    static HdfsStateFolder open(CirculationSettings circulation, Consumer<Throwable> onLost) {
        StateAddress address = circulation.state();
        DistributedFileSystem hdfs = null;
        try {
            HdfsClient.probe(address.hdfs());
            Configuration settings = HdfsClient.settings();
            hdfs = HdfsClient.open(address.hdfs(), settings);
            Path path = new Path(address.hdfs());
            HdfsStateFolder folder = new HdfsStateFolder(path, settings, hdfs, circulation.syncing());
            folder.create();
            folder.take(circulation);
            folder.checks = folder.watch.scheduleWithFixedDelay(
                    () -> folder.check(onLost), WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
            return folder;
        } catch (IOException e) {
            HdfsClient.close(hdfs);
            throw HdfsClient.refusal(address, e);
        } catch (RuntimeException e) {
            HdfsClient.close(hdfs);
            throw e;
        }
    }

    /** A folder we make is for its owner alone: what is held is nobody else's. */
    private void create() throws IOException {
        if (!hdfs.exists(folder)) {
            hdfs.mkdirs(folder, new FsPermission("700"));
        }
    }

    private void take(CirculationSettings circulation) throws IOException {
        List<String> files = EpochLog.files(this);
        if (!files.isEmpty()) {
            String last = files.get(files.size() - 1);
            new HdfsTakeover(hdfs, me, circulation).await(new Path(folder, last));
        }
    }

    /** An idle hub would not hear for long that it was taken for dead, and would answer from what is no longer so. */
    private void check(Consumer<Throwable> onLost) {
        HdfsFile file = newest;
        if (file == null) {
            return;
        }
        try {
            file.requireHeld();
        } catch (IOException | RoundaboutException e) {
            // A hub that leaves takes the client away from under this question.
            if (file.open) {
                onLost.accept(explained(e));
            }
        }
    }

    @Override
    public List<String> names(String inner) throws IOException {
        Path path = inner.isEmpty() ? folder : new Path(folder, inner);
        try {
            return Arrays.stream(hdfs.listStatus(path))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .sorted()
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public byte[] read(String file) throws IOException {
        try (FSDataInputStream in = hdfs.open(new Path(folder, file))) {
            return in.readAllBytes();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is written aside and gets its name in one step, which fails if there is one of that name: so of two hubs one
     * goes on. The owner is said before, so whoever finds the file finds out whose it is.
     */
    @Override
    public AppendedFile begin(String file, List<byte[]> lines) throws IOException {
        Path aside = new Path(folder, "." + file + "." + UUID.randomUUID() + ".tmp");
        Path path = new Path(folder, file);
        // Replicated also where the folder's files are erasure-coded: those cannot be synced.
        FSDataOutputStream out =
                hdfs.createFile(aside).overwrite(false).replicate().build();
        HdfsFile begun = new HdfsFile(out, path);
        for (byte[] line : lines) {
            begun.append(line);
        }
        hdfs.setXAttr(aside, OWNER, me.write(), EnumSet.of(XAttrSetFlag.CREATE));
        try {
            hdfs.rename(aside, path, Options.Rename.NONE);
        } catch (FileAlreadyExistsException e) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "STATE_IN_USE",
                    "state folder '" + folder
                            + "' was taken by another hub at this moment. Stop that one, or give another"
                            + " folder with --state.",
                    e);
        }
        HdfsFile before = newest;
        if (before != null) {
            // Else an owner that was slow for long enough would begin a file whose name is free again.
            before.requireHeld();
        }
        newest = begun;
        return begun;
    }

    @Override
    public void remove(String file) throws IOException {
        hdfs.delete(new Path(folder, file), false);
    }

    @Override
    public String name(String file) {
        return new Path(folder, file).toString();
    }

    @Override
    public URI stores() {
        return new Path(folder, STORES).toUri();
    }

    /** Spark's own writer gives a file its name in one step, once it is whole. */
    @Override
    public Map<String, String> storeSettings() {
        return Map.of();
    }

    @Override
    public Configuration hadoop() {
        return settings;
    }

    @Override
    public RoundaboutException refusal(IOException why) {
        return HdfsClient.refusal(new StateAddress(folder.toString()), why);
    }

    @Override
    public Throwable explained(Throwable failure) {
        return HdfsClient.explained(folder.toUri(), failure);
    }

    /** A new one stays: it has an empty log, which this hub holds open until it leaves. */
    @Override
    public void removeIfNew() {
        // Nothing.
    }

    @Override
    public void close() {
        if (checks != null) {
            checks.cancel(false);
        }
        watch.shutdown();
        HdfsClient.close(hdfs);
    }

    /** A file of the log, open for as long as this hub owns it. */
    private final class HdfsFile implements AppendedFile {
        private final FSDataOutputStream out;
        private final Path path;
        private volatile boolean open = true;

        HdfsFile(FSDataOutputStream out, Path path) {
            this.out = out;
            this.path = path;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            try {
                out.write(bytes);
                if (syncing) {
                    out.hsync();
                } else {
                    out.hflush();
                }
            } catch (IOException e) {
                requireHeld();
                throw e;
            }
        }

        @Override
        public long size() {
            return out.getPos();
        }

        /**
         * Asks the NameNode whether this process still holds the file.
         *
         * @throws RoundaboutException {@code STATE_LOST} if it does not: another hub goes on with the state
         */
        void requireHeld() throws IOException {
            boolean held;
            try {
                held = !hdfs.isFileClosed(path);
            } catch (FileNotFoundException e) {
                held = false;
            }
            if (!held && open) {
                throw new RoundaboutException(
                        Fault.SURROUNDINGS,
                        "STATE_LOST",
                        "state folder '" + folder
                                + "' was taken over by another hub, because this one had not been heard of"
                                + " for so long");
            }
        }

        @Override
        public void close() throws IOException {
            open = false;
            out.close();
        }
    }
}
