package io.roundabout.rehearsal;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.List;

/** Files of cases cannot be used. Correct them: nothing was tried. */
public final class InvalidCasesException extends RoundaboutException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an unmodifiable list of strings
    private final List<String> problems;

    /** Creates the failure from everything that is wrong, at least one problem: where, what, and what would be right. */
    InvalidCasesException(List<String> problems) {
        super(Fault.VEHICLE, "INVALID_CASES", String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem. */
    public List<String> problems() {
        return problems;
    }
}
