package io.roundabout.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the whole machine has done, from {@code /proc/stat} (Linux). Immutable.
 *
 * @param ticksPerSecond the unit of the kernel's times
 */
record Machine(double ticksPerSecond) {
    /** Fields of the first line: idle and iowait, in which no processor works. Source: proc(5). */
    private static final int IDLE = 4;

    private static final int IOWAIT = 5;

    /** Behind steal follow times of guests, which are in user and nice already. */
    private static final int STEAL = 8;

    /** Returns the seconds in which its processors worked, or were taken by the machine underneath, added up. */
    double busySeconds() {
        try {
            return busyTicks(Files.readString(Path.of("/proc/stat"))) / ticksPerSecond;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /proc/stat; the benchmark needs Linux", e);
        }
    }

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    static long busyTicks(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
        long ticks = 0;
        for (int field = 1; field <= STEAL; field++) {
            ticks += field == IDLE || field == IOWAIT ? 0 : Long.parseLong(fields[field]);
        }
        return ticks;
    }
}
