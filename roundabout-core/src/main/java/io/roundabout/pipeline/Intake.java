package io.roundabout.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * What a stream takes in.
 *
 * @param body what its bodies are
 * @param where Spark SQL predicate; what fails it is counted as filtered
 * @param ttl time from a message's arrival until it expires unmatched, 1 ms to ten years; empty: it is held for ever
 * @param quota what the stream may hold
 * @param expectation when messages are expected
 */
public record Intake(
        BodyRule body,
        Optional<String> where,
        Optional<Duration> ttl,
        Optional<Quota> quota,
        Optional<Expectation> expectation) {
    /** What holds where a file says nothing: everything is taken, and held for ever. */
    public static final Intake DEFAULT =
            new Intake(BodyRule.DEFAULT, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
