package io.roundabout.hub;

import io.roundabout.circulation.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A disk that says how long its syncs took. Thread-safe if the disk is. */
final class MeasuredDisk implements Disk {
    private final Disk disk;
    private final LongConsumer syncNanos;

    /** @param syncNanos hears of each sync, in nanoseconds; called by any thread */
    MeasuredDisk(Disk disk, LongConsumer syncNanos) {
        this.disk = disk;
        this.syncNanos = syncNanos;
    }

    @Override
    public void append(Path file, FileChannel channel, ByteBuffer bytes) throws IOException {
        disk.append(file, channel, bytes);
    }

    @Override
    public void sync(Path path, FileChannel channel) throws IOException {
        long begin = System.nanoTime();
        disk.sync(path, channel);
        syncNanos.accept(System.nanoTime() - begin);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void remove(Path path) throws IOException {
        disk.remove(path);
    }
}
