package io.roundabout.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * How a group of a join ends: by being complete, or at its deadline.
 *
 * @param completion when it is complete
 * @param within time from its first message to its deadline, 1 ms to ten years; empty: it waits for ever
 * @param otherwise what becomes of it at the deadline; {@link Otherwise#DEAD} where there is none
 */
public record Ending(Completion completion, Optional<Duration> within, Otherwise otherwise) {
    /** What holds where a file says nothing: complete with all inputs, no deadline. */
    public static final Ending DEFAULT = new Ending(new Completion.All());

    /** An ending without a deadline. */
    public Ending(Completion completion) {
        this(completion, Optional.empty(), Otherwise.DEAD);
    }
}
