package io.roundabout.api;

import org.jspecify.annotations.Nullable;

/**
 * What to look at.
 *
 * @param key key of the messages, or null for any
 * @param reason reason of the dead letters, or null for any
 * @param most most messages to show, 1 to 1,000
 */
public record PeekRequest(@Nullable String key, @Nullable String reason, int most) {
    /** Most that can be asked for. */
    public static final int MOST = 1_000;

    /** Shown where nothing else is asked for. */
    public static final int DEFAULT_MOST = 10;
}
