package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.List;

/** The settings cannot be used. Nothing was opened. */
final class InvalidSettingsException extends RoundaboutException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an unmodifiable list of strings
    private final List<String> problems;

    /** Creates the failure from everything that is wrong, at least one problem: where, what, and what would be right. */
    InvalidSettingsException(List<String> problems) {
        super(Fault.VEHICLE, "INVALID_SETTINGS", text(problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns every problem. */
    List<String> problems() {
        return problems;
    }

    private static String text(List<String> problems) {
        return problems.size() == 1 ? problems.get(0) : problems.size() + " problems\n" + String.join("\n", problems);
    }
}
