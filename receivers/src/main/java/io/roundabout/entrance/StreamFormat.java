package io.roundabout.entrance;

/** What the lines of a stream are. */
public enum StreamFormat {
    /** Every message is one JSON object. */
    JSON,
    /** Every message is UTF-8 text. */
    TEXT,
    /** Every message is bytes; only {@code !put} carries them whole. */
    BYTES,
    /** Undeclared stream: a JSON object is JSON, anything else text; a {@code !put} body is bytes if it is neither. */
    ANY
}
