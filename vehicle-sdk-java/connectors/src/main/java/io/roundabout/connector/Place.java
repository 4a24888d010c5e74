package io.roundabout.connector;

import java.util.Objects;

/**
 * Where a record stands in its source.
 *
 * @param text as people read it, such as {@code line 7} or {@code row 'r1'}
 * @param suffix the same as it follows the name of a source, such as {@code :7} or <code>: row 'r1'</code>
 */
public record Place(String text, String suffix) {
    public Place {
        Objects.requireNonNull(text, "text is null");
        Objects.requireNonNull(suffix, "suffix is null");
    }

    /** Returns a line of a file; the first is 1. */
    public static Place line(long number) {
        return new Place("line " + number, ":" + number);
    }

    /** Returns a row of a file that has no lines; the first is 1. */
    public static Place row(long number) {
        return new Place("row " + number, ": row " + number);
    }

    /** Returns the row of a table with this key. */
    public static Place row(String key) {
        return new Place("row '" + key + "'", ": row '" + key + "'");
    }

    @Override
    public String toString() {
        return text;
    }
}
