package io.roundabout.pipeline;

import java.util.List;

/** Finds out whether the expressions of a pipeline can be resolved. Implementations are thread-safe. */
@FunctionalInterface
public interface ExpressionCheck {
    /** Accepts every expression. */
    ExpressionCheck NONE = (pipeline, expression) -> new Findings(List.of(), List.of());

    /**
     * What was found of one expression. Both lists are empty if all is well.
     *
     * @param problems what is wrong and, after a semicolon, what would be right
     * @param guesses types that were taken because nothing declares them, such as {@code orders.amount is DOUBLE}
     */
    record Findings(List<String> problems, List<String> guesses) {
        public Findings {
            problems = List.copyOf(problems);
            guesses = List.copyOf(guesses);
        }
    }

    /** Judges one expression of {@code pipeline}, whose names and modes were found to be right before. */
    Findings check(Pipeline pipeline, Expression expression);
}
