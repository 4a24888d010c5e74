package io.roundabout.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an output keeps what it made.
 *
 * @param ttl time until a message that nobody took expires, 1 ms to ten years; empty: it is held for ever
 * @param onExpiry what becomes of it then
 * @param retain how long a topic keeps messages for those who subscribe later; empty: its ttl, else seven days
 */
public record Keeping(Optional<Duration> ttl, OnExpiry onExpiry, Optional<Duration> retain) {
    /** What holds where a file says nothing. */
    public static final Keeping DEFAULT = new Keeping(Optional.empty(), OnExpiry.DEAD, Optional.empty());
}
