package io.roundabout.circulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The process that owns state on HDFS, so that another can tell a person who it is, and, in the same room, whether it lives.
 *
 * @param host name of its machine, for people
 * @param pid its process id
 * @param since when it took the state, for people
 * @param room in which its process id means something: this start of the machine's kernel, the name space of its process ids,
 *     and the user, since a process of another user may be hidden. Empty if that is not known; nothing is proven then
 * @param started when the process began, in ticks since the machine did; tells it from a later one with its id
 */
record Owner(String host, long pid, String since, String room, String started) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROCESSES = Path.of("/proc");
    /** Where a process's start stands in {@code stat}, counted behind its name. Source: proc(5), field 22. */
    private static final int STARTED = 19;

    /** What one process can prove of another. */
    enum Life {
        ALIVE,
        DEAD,
        UNKNOWN
    }

    /** Returns this process. */
    static Owner thisProcess() {
        long pid = ProcessHandle.current().pid();
        String since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            String room = Files.readString(PROCESSES.resolve("sys/kernel/random/boot_id"))
                            .strip()
                    + " " + Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid"))
                    + " " + Files.getAttribute(PROCESSES.resolve("self"), "unix:uid");
            return new Owner(nameOfThisMachine(), pid, since, room, started(pid));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return new Owner(nameOfThisMachine(), pid, since, "", "");
        }
    }

    /** Returns whether it lives, as far as {@code other} can tell from where it is. */
    Life lifeSeenBy(Owner other) {
        if (room.isEmpty() || !room.equals(other.room)) {
            return Life.UNKNOWN;
        }
        try {
            return started(pid).equals(started) ? Life.ALIVE : Life.DEAD;
        } catch (NoSuchFileException e) {
            return Life.DEAD;
        } catch (IOException e) {
            return Life.UNKNOWN;
        }
    }

    /** Returns when a process began; a text that is no time if it has ended and only its parent has not yet asked how. */
    private static String started(long pid) throws IOException {
        String stat = Files.readString(PROCESSES.resolve(Long.toString(pid)).resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return fields[0].equals("Z") || fields[0].equals("X") ? "ended" : fields[STARTED];
    }

    private static String nameOfThisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    byte[] write() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Owner read(byte[] bytes) throws IOException {
        return JSON.readValue(new String(bytes, StandardCharsets.UTF_8), Owner.class);
    }

    @Override
    public String toString() {
        return "the hub with process id " + pid + " on " + host + ", since " + since;
    }
}
