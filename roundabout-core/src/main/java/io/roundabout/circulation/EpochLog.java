package io.roundabout.circulation;

import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log that decides what is committed: a turn is, once its line is synced. One file a start, rotated when it has grown;
 * the last two are kept. A line is eight hex digits of CRC-32C, a space, JSON. Confined to the loop's thread.
 */
final class EpochLog implements AutoCloseable {
    private static final long ROTATE_BYTES = 16L << 20;
    private static final int KEPT_FILES = 2;
    private static final Pattern NAME = Pattern.compile("epochs-([0-9]{8})\\.log");

    private final StateFolder folder;
    private final TreeMap<String, Integer> names;
    private LogHeader header;
    private EpochRecord last;
    private long fileNumber;
    private @Nullable AppendedFile file;
    private LoopMeter meter = LoopMeter.NOBODY;

    private EpochLog(StateFolder folder, LogFile replayed) {
        this.folder = folder;
        this.header = replayed.header().ofThisHub();
        this.last = replayed.last();
        this.names = replayed.names();
        this.fileNumber = replayed.number();
    }

    /**
     * Opens the log of a state folder, making it if there is none. Closing it closes the folder, and so does a failure.
     *
     * @param fresh header for a new state folder
     * @throws RoundaboutException {@code STATE_IN_USE} if another hub has it, {@code STATE_UNREADABLE} if it cannot be
     *     read or was damaged, {@code STATE_TOO_NEW} if a later hub wrote it
     */
    static EpochLog open(StateFolder folder, LogHeader fresh) {
        boolean whole = false;
        try {
            EpochLog log = new EpochLog(folder, replay(folder, fresh));
            log.rotate();
            whole = true;
            return log;
        } catch (IOException e) {
            throw folder.refusal(e);
        } finally {
            if (!whole) {
                folder.close();
            }
        }
    }

    /** Says who hears how long commits take. */
    void tell(LoopMeter hearing) {
        meter = hearing;
    }

    /** Returns what the files say, in the format of this hub. */
    LogHeader header() {
        return header;
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
        AppendedFile out = Objects.requireNonNull(file, "log is closed");
        long begin = System.nanoTime();
        out.append(LogLine.write(record));
        meter.committed(System.nanoTime() - begin);
        names.putAll(record.names());
        names.keySet().removeAll(record.ended());
        last = record;
        if (out.size() > ROTATE_BYTES) {
            rotate();
        }
    }

    /** The older file stays open until the newer is there: where an open file tells that the hub lives, one always is. */
    private void rotate() throws IOException {
        EpochRecord kept = new EpochRecord(
                last.epoch(),
                last.time(),
                last.stores(),
                last.conflicts(),
                last.voids(),
                names,
                List.of(),
                last.arrivals(),
                last.unconfirmed());
        AppendedFile next = folder.begin(name(fileNumber + 1), List.of(LogLine.write(header), LogLine.write(kept)));
        fileNumber++;
        if (file != null) {
            file.close();
        }
        file = next;
        for (String old : files(folder)) {
            if (number(old) <= fileNumber - KEPT_FILES) {
                folder.remove(old);
            }
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
                file = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            folder.close();
        }
    }

    private static LogFile replay(StateFolder folder, LogHeader fresh) throws IOException {
        List<String> files = files(folder);
        for (int i = files.size() - 1; i >= 0; i--) {
            String file = files.get(i);
            LogFile replayed = LogFile.read(folder.read(file), folder.name(file), number(file));
            if (replayed != null) {
                return replayed;
            }
        }
        if (!files.isEmpty()) {
            throw LogFile.damaged(folder.name(files.get(files.size() - 1)), 1);
        }
        List<StoreVersion> stores = Collections.nCopies(fresh.partitions(), StoreVersion.EMPTY);
        return new LogFile(fresh, new EpochRecord(0, 0, stores, Map.of(), Map.of()), new TreeMap<>(), 0);
    }

    /** Returns the files of the log, the oldest first. */
    static List<String> files(StateFolder folder) throws IOException {
        return folder.names("").stream()
                .filter(name -> NAME.matcher(name).matches())
                .toList();
    }

    private static String name(long number) {
        return "epochs-%08d.log".formatted(number);
    }

    private static long number(String file) {
        Matcher name = NAME.matcher(file);
        if (!name.matches()) {
            throw new IllegalArgumentException(file);
        }
        return Long.parseLong(name.group(1));
    }
}
