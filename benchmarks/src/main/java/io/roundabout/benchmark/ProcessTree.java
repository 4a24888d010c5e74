package io.roundabout.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and everything it started have used, from {@code /proc} (Linux). Immutable.
 *
 * @param pid of the process
 * @param ticksPerSecond the unit of the kernel's times, {@code getconf CLK_TCK}
 */
record ProcessTree(long pid, double ticksPerSecond) {
    /** Fields of /proc/PID/stat behind the command's name: utime, stime, cutime, cstime. Source: proc(5). */
    private static final int FIRST_TIME = 11;

    private static final int LAST_TIME = 14;

    /** Returns user and system time in seconds, those of children that have ended too. */
    double cpuSeconds() {
        return pids().mapToLong(each -> ticks(read(each, "stat"))).sum() / ticksPerSecond;
    }

    /** Returns the peak resident memory since the start, in MiB; that of several processes added up. */
    long peakMib() {
        return pids().mapToLong(each -> peakKib(read(each, "status"))).sum() / 1024;
    }

    static long ticks(String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        // The command's name may hold blanks and brackets; nothing behind its last bracket does.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
        long ticks = 0;
        for (int field = FIRST_TIME; field <= LAST_TIME; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks;
    }

    static long peakKib(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private Stream<Long> pids() {
        Stream<ProcessHandle> children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
        return Stream.concat(Stream.of(pid), children.map(ProcessHandle::pid));
    }

    /** A process may end at any moment: then it has used nothing more. */
    private static String read(long pid, String file) {
        try {
            Path path = Path.of("/proc", Long.toString(pid), file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }
}
