package io.roundabout.connector;

import java.util.Objects;

/** Where a record stands in its source. Put into words only where somebody is told: most records never are. Immutable. */
public sealed interface Place {
    /** Returns it as people read it, such as {@code line 7} or {@code row 'r1'}. */
    String text();

    /** Returns the same as it follows the name of a source, such as {@code :7} or <code>: row 'r1'</code>. */
    String suffix();

    /** Returns a line of a file; the first is 1. */
    static Place line(long number) {
        return new Line(number);
    }

    /** Returns a row of a file that has no lines; the first is 1. */
    static Place row(long number) {
        return new Row(number);
    }

    /** Returns the row of a table with this key. */
    static Place row(String key) {
        return new Keyed(key);
    }

    /**
     * A line of a file.
     *
     * @param number from 1
     */
    record Line(long number) implements Place {
        @Override
        public String text() {
            return "line " + number;
        }

        @Override
        public String suffix() {
            return ":" + number;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * A row of a file that has no lines.
     *
     * @param number from 1
     */
    record Row(long number) implements Place {
        @Override
        public String text() {
            return "row " + number;
        }

        @Override
        public String suffix() {
            return ": row " + number;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * A row of a table.
     *
     * @param key of the row
     */
    record Keyed(String key) implements Place {
        public Keyed {
            Objects.requireNonNull(key, "key is null");
        }

        @Override
        public String text() {
            return "row '" + key + "'";
        }

        @Override
        public String suffix() {
            return ": row '" + key + "'";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
