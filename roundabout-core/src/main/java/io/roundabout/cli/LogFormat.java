package io.roundabout.cli;

import java.util.Locale;

/** What the hub's log lines are written for. */
public enum LogFormat {
    /** For people: a line of time, level, logger and message. */
    TEXT,
    /** For programs: a JSON object a line, with the names of the Elastic Common Schema. */
    JSON;

    /** Returns it as people write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
