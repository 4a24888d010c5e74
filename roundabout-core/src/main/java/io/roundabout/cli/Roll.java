package io.roundabout.cli;

import java.time.Duration;

/**
 * When what was taken is committed, and the next file begun.
 *
 * @param messages at so many, at least 1
 * @param bytes at so many of their bodies, at least 1
 * @param every so long after the first, at least 1 ms
 */
record Roll(long messages, long bytes, Duration every) {
    /** A pause after that much may be the hub's limit of what is not acknowledged: worth a file, and then asking again. */
    private static final long LARGE_MESSAGES = 1_000;

    private static final long LARGE_BYTES = 1 << 20;

    Roll {
        if (messages < 1 || bytes < 1 || every.toMillis() < 1) {
            throw new IllegalArgumentException("--roll-messages " + messages + ", --roll-size " + bytes
                    + ", --roll-every " + DurationConverter.text(every) + ": each must be more than nothing");
        }
    }

    /** Returns whether so much is to be committed now. */
    boolean isFull(long taken, long takenBytes) {
        return taken >= messages || takenBytes >= bytes;
    }

    /** Returns whether so much is to be committed when nothing more comes at once. */
    boolean isLarge(long taken, long takenBytes) {
        return taken >= LARGE_MESSAGES || takenBytes >= LARGE_BYTES;
    }
}
