package io.roundabout.pipeline;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.Words;
import java.util.List;
import java.util.stream.Collectors;

/** A pipeline file cannot be used. Nothing was changed. */
public final class InvalidPipelineException extends RoundaboutException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an unmodifiable list of serializable records
    private final List<Problem> problems;

    /** Creates the failure from everything that is wrong, at least one problem. */
    public InvalidPipelineException(List<Problem> problems) {
        super(Fault.VEHICLE, "INVALID_PIPELINE", text(problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem, by file, line and column. */
    public List<Problem> problems() {
        return problems;
    }

    private static String text(List<Problem> problems) {
        return problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n", Words.count(problems.size(), "problem") + "\n", ""));
    }
}
