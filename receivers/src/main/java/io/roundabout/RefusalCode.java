package io.roundabout;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    private static final Map<String, RefusalCode> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RefusalCode::word, Function.identity()));

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the code as it stands on the wire, such as {@code no-key}. */
    public String word() {
        return word;
    }

    /**
     * Returns the code with this word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RefusalCode of(String word) {
        RefusalCode code = BY_WORD.get(word);
        if (code == null) {
            throw new IllegalArgumentException("no refusal code '" + word + "'");
        }
        return code;
    }
}
