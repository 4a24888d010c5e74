package io.roundabout.hub;

import io.roundabout.circulation.Disk;
import io.roundabout.hub.FaultPoint.Action;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The disk of this machine, with a fault at one step. One step at a time, so that the point is exact. Thread-safe. */
final class FaultyDisk implements Disk {
    private final Disk machine = Disk.ofThisMachine();
    private final FaultPoint point;
    private int lines;
    private boolean failed;

    FaultyDisk(FaultPoint point) {
        this.point = point;
    }

    @Override
    public synchronized void append(Path file, FileChannel channel, ByteBuffer bytes) throws IOException {
        at("append " + file, () -> machine.append(file, channel, bytes), () -> {
            ByteBuffer half = bytes.duplicate();
            half.limit(bytes.position() + bytes.remaining() / 2);
            machine.append(file, channel, half);
        });
        lines++;
    }

    @Override
    public synchronized void sync(Path path, FileChannel channel) throws IOException {
        at("sync " + path, () -> machine.sync(path, channel), () -> {});
    }

    @Override
    public synchronized void move(Path from, Path to) throws IOException {
        at("move " + to, () -> machine.move(from, to), () -> {});
    }

    @Override
    public synchronized void remove(Path path) throws IOException {
        at("remove " + path, () -> machine.remove(path), () -> {});
    }

    private void at(String name, Step step, Step half) throws IOException {
        boolean here = !failed && lines > point.turns() && point.matches(name);
        if (here && point.action() == Action.FAIL) {
            failed = true;
            throw new IOException("Input/output error");
        }
        if (here && point.action() == Action.HALT_AMID) {
            half.run();
        }
        if (here && point.action() != Action.HALT_AFTER) {
            Runtime.getRuntime().halt(FaultPoint.HALTED);
        }
        step.run();
        if (here) {
            Runtime.getRuntime().halt(FaultPoint.HALTED);
        }
    }

    /** What is done to the disk. */
    private interface Step {
        void run() throws IOException;
    }
}
