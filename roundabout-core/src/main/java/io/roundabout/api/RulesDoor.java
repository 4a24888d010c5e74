package io.roundabout.api;

import java.util.concurrent.CompletionStage;

/** The rules in force, and the way to change them. Thread-safe. */
public interface RulesDoor {
    /** Returns the pipeline in force, as one line of JSON that is a pipeline file too. */
    String pipeline();

    /**
     * Puts other rules in force, or says what would change.
     *
     * @throws io.roundabout.RoundaboutException {@code INVALID_PIPELINE} or {@code WOULD_STRAND}, here or in the answer;
     *     nothing has changed then
     */
    CompletionStage<AppliedView> apply(ApplyRequest request);
}
