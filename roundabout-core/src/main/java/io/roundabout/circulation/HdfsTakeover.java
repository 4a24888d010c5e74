package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.ipc.RemoteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that nobody writes the newest file of a log any more. HDFS takes a file from its writer whenever it is asked to,
 * and from a live one too; so it is only asked where the writer is proven dead, or was not heard of for 60 s. Confined to
 * one thread.
 */
final class HdfsTakeover {
    private static final Logger LOG = LoggerFactory.getLogger(HdfsTakeover.class);
    /** The NameNode's own class; the client has none of this name. */
    private static final String RECOVERING = "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException";

    private static final Duration PAUSE = Duration.ofMillis(100);
    /** The data nodes agree on the file's end at one of their heartbeats, 3 s apart. */
    private static final Duration AGREEMENT = Duration.ofSeconds(60);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    private static final Duration TELL_AGAIN = Duration.ofSeconds(15);

    private final DistributedFileSystem hdfs;
    private final Owner me;
    private final StateAddress address;
    private final Duration patience;

    HdfsTakeover(DistributedFileSystem hdfs, Owner me, CirculationSettings settings) {
        this.hdfs = hdfs;
        this.me = me;
        this.address = settings.state();
        this.patience = settings.ownerWait();
    }

    /**
     * Returns once the file is closed: then its end is the same for every reader, and its writer cannot go on.
     *
     * @throws RoundaboutException {@code STATE_IN_USE} if its writer lives
     */
    void await(Path file) throws IOException {
        if (hdfs.isFileClosed(file)) {
            return;
        }
        Optional<Owner> owner = owner(file);
        switch (owner.map(known -> known.lifeSeenBy(me)).orElse(Owner.Life.UNKNOWN)) {
            case ALIVE -> throw inUse(owner);
            case DEAD -> recover(file);
            case UNKNOWN -> outwait(file, owner);
        }
    }

    /** Appending is refused while the writer is heard of, and begins the recovery when it was not for long enough. */
    private void outwait(Path file, Optional<Owner> owner) throws IOException {
        long start = System.nanoTime();
        long told = start - TELL_AGAIN.toNanos();
        while (!isGivenUp(file)) {
            long now = System.nanoTime();
            if (now - start > patience.toNanos()) {
                throw inUse(owner);
            }
            if (now - told > TELL_AGAIN.toNanos()) {
                told = now;
                LOG.info(
                        "state folder '{}' was not given back by {}; waiting to see whether that one lives, for {} s more"
                                + " at most (circulation.owner-wait)",
                        address,
                        words(owner),
                        patience.minusNanos(now - start).toSeconds());
            }
            pause();
        }
        awaitClosed(file);
    }

    private boolean isGivenUp(Path file) throws IOException {
        try {
            hdfs.append(file).close();
            return true;
        } catch (RemoteException e) {
            if (e.getClassName().equals(AlreadyBeingCreatedException.class.getName())) {
                return false;
            }
            if (e.getClassName().equals(RECOVERING)) {
                return true;
            }
            throw e;
        }
    }

    private void recover(Path file) throws IOException {
        hdfs.recoverLease(file);
        awaitClosed(file);
    }

    private void awaitClosed(Path file) throws IOException {
        long start = System.nanoTime();
        long asked = start;
        while (!hdfs.isFileClosed(file)) {
            long now = System.nanoTime();
            if (now - start > AGREEMENT.toNanos()) {
                throw new RoundaboutException(
                        Fault.SURROUNDINGS,
                        "STATE_UNREADABLE",
                        "the end of '" + file
                                + "' cannot be found: HDFS still recovers its last block. See that its data"
                                + " nodes are up ('hdfs fsck " + file.toUri().getPath()
                                + " -openforwrite -files -blocks -locations'), then start the hub again.");
            }
            if (now - asked > ASK_AGAIN.toNanos()) {
                asked = now;
                hdfs.recoverLease(file);
            }
            pause();
        }
    }

    private Optional<Owner> owner(Path file) throws IOException {
        byte[] written = hdfs.getXAttrs(file).get(HdfsStateFolder.OWNER);
        return written == null ? Optional.empty() : Optional.of(Owner.read(written));
    }

    private RoundaboutException inUse(Optional<Owner> owner) {
        return new RoundaboutException(
                Fault.SURROUNDINGS,
                "STATE_IN_USE",
                "state folder '" + address + "' is used by " + words(owner)
                        + ". Stop that one, or give another folder with --state.");
    }

    private static String words(Optional<Owner> owner) {
        return owner.map(Owner::toString).orElse("another hub");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
