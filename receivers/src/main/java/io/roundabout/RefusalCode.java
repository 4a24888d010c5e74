package io.roundabout;

import java.util.Locale;

/** Why a message was refused or a connection closed. Source: docs/wire.md, "Codes". */
public enum RefusalCode {
    BAD_NAME,
    BAD_JSON,
    BAD_UTF8,
    DUPLICATE_FIELD,
    TOO_DEEP,
    TOO_LONG,
    NO_KEY,
    BAD_KEY,
    SCHEMA,
    UNKNOWN_STREAM,
    NOT_ALLOWED,
    CONFLICT,
    BATCH_COUNT,
    BATCH_REFUSED,
    BATCH_TOO_LARGE,
    BAD_BODY,
    PARTIAL_LINE,
    BAD_COMMAND,
    AUTH,
    TOO_MANY,
    IDLE,
    SLOW,
    BUSY,
    SESSION_GONE,
    INTERNAL,
    SHUTTING_DOWN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the code as it stands on the wire, such as {@code no-key}. */
    public String word() {
        return word;
    }
}
