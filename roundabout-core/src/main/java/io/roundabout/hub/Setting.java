package io.roundabout.hub;

import java.util.Locale;

/**
 * One thing that can be set: by option or in the environment, and in the file of settings. Immutable.
 *
 * @param name as it stands in the file, such as {@code entrance.max-line}
 * @param kind what it may be
 * @param standard what it is where nobody sets it: a text {@code kind} reads, or, where the hub works it out, words
 * @param <T> type of the value
 */
record Setting<T>(String name, SettingKind<T> kind, String standard) {
    /** Returns the environment variable that sets it, such as {@code ROUNDABOUT_ENTRANCE_MAX_LINE}. */
    String variable() {
        return "ROUNDABOUT_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
