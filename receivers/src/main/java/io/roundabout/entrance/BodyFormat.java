package io.roundabout.entrance;

/** What the body of a framed message is; its ordinal is part of the slice and of the state format. */
public enum BodyFormat {
    /** One JSON object. */
    JSON,
    /** UTF-8 text. */
    TEXT,
    /** Any bytes. */
    BYTES;

    private static final BodyFormat[] ALL = values();

    /** Returns the format with this ordinal. */
    public static BodyFormat of(int ordinal) {
        return ALL[ordinal];
    }
}
