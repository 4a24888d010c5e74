package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one file of the epoch log says.
 *
 * @param header its first line
 * @param last its last record
 * @param names the number of every name
 * @param number the file's number
 */
record LogFile(LogHeader header, EpochRecord last, TreeMap<String, Integer> names, long number) {

    /**
     * Reads a file; null if it ends before its first record, which a crash while it was begun leaves behind.
     *
     * <p>A torn tail was never acknowledged and is passed over. It has no line feed, or holds zero bytes where a page was
     * not written. Any other unsound line is damage.
     *
     * @param bytes all of it
     * @param path its name, for people
     * @throws RoundaboutException {@code STATE_UNREADABLE} or {@code STATE_TOO_NEW}
     */
    static @Nullable LogFile read(byte[] bytes, String path, long number) throws IOException {
        LogHeader header = null;
        EpochRecord last = null;
        TreeMap<String, Integer> names = new TreeMap<>();
        int lines = 0;
        for (int from = 0, end = lineEnd(bytes, 0); from < bytes.length; from = end + 1, end = lineEnd(bytes, from)) {
            if (end == bytes.length || (end == bytes.length - 1 && hasZero(bytes, from, end))) {
                break;
            }
            lines++;
            if (!LogLine.isSound(bytes, from, end)) {
                throw damaged(path, lines);
            }
            if (header == null) {
                header = header(path, LogLine.read(bytes, from, end, LogHeader.class));
            } else {
                last = LogLine.read(bytes, from, end, EpochRecord.class);
                names.putAll(last.names());
                names.keySet().removeAll(last.ended());
            }
        }
        return header == null || last == null ? null : new LogFile(header, last, names, number);
    }

    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean hasZero(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static LogHeader header(String path, LogHeader header) {
        if (header.format() > LogHeader.FORMAT) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS,
                    "STATE_TOO_NEW",
                    "'" + path + "': this state was written by a newer roundabout (format " + header.format()
                            + "; this one reads up to " + LogHeader.FORMAT
                            + "). Nothing was changed. Start the newer one, or restore a backup that this one wrote.");
        }
        return header;
    }

    static RoundaboutException damaged(String path, int line) {
        return new RoundaboutException(
                Fault.SURROUNDINGS,
                "STATE_UNREADABLE",
                "'" + path + "' line " + line
                        + " is damaged. Restore the state folder from a copy; nothing was changed.");
    }
}
