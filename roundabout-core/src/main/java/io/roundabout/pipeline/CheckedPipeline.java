package io.roundabout.pipeline;

import java.util.List;

/**
 * A pipeline without a problem.
 *
 * @param pipeline what was declared
 * @param guesses what was taken for granted, at its place: types of fields that nothing declares
 */
public record CheckedPipeline(Pipeline pipeline, List<Problem> guesses) {
    public CheckedPipeline {
        guesses = List.copyOf(guesses);
    }
}
