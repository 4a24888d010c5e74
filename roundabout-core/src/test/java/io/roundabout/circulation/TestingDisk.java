package io.roundabout.circulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The disk of this machine, until a step at which it dies: that step and all later ones fail. Thread-safe. */
final class TestingDisk implements Disk {
    private final Disk machine = Disk.ofThisMachine();
    private final List<String> steps = new ArrayList<>();
    private int stepsLeft = Integer.MAX_VALUE;
    private boolean brokenSync;

    /** Lets it do so many more steps, then none. */
    synchronized void dieAfter(int steps) {
        stepsLeft = steps;
    }

    /** Lets the next sync fail, and only that. */
    synchronized void breakNextSync() {
        brokenSync = true;
    }

    /** Returns every step so far, as {@code sync 17_….changelog}. */
    synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    @Override
    public synchronized void append(Path file, FileChannel channel, ByteBuffer bytes) throws IOException {
        step("append", file);
        machine.append(file, channel, bytes);
    }

    @Override
    public synchronized void sync(Path path, FileChannel channel) throws IOException {
        step("sync", path);
        if (brokenSync) {
            brokenSync = false;
            throw new IOException("Input/output error");
        }
        machine.sync(path, channel);
    }

    @Override
    public synchronized void move(Path from, Path to) throws IOException {
        step("move", to);
        machine.move(from, to);
    }

    @Override
    public synchronized void remove(Path path) throws IOException {
        step("remove", path);
        machine.remove(path);
    }

    private void step(String kind, Path path) throws IOException {
        if (stepsLeft == 0) {
            throw new IOException("the disk is dead");
        }
        stepsLeft--;
        steps.add(kind + " " + path.getFileName());
    }
}
