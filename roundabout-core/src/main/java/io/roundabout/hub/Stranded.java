package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;

/** Refuses a pipeline that would strand what the state folder holds for the one before. */
final class Stranded {
    private Stranded() {}

    /**
     * Checks that every join of {@code before} is in {@code after} with the same inputs.
     *
     * @throws RoundaboutException {@code WOULD_STRAND}, naming every join concerned
     */
    static void check(Pipeline before, Pipeline after) {
        List<String> problems = new ArrayList<>();
        for (JoinRule join : before.joins().values()) {
            JoinRule now = after.joins().get(join.name());
            if (now == null) {
                problems.add("join '" + join.name() + "' is gone");
            } else if (!now.inputs().equals(join.inputs())) {
                problems.add("join '" + join.name() + "' has other inputs");
            }
        }
        if (!problems.isEmpty()) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "WOULD_STRAND",
                    String.join(", ", problems)
                            + ": what the state folder holds for it could never complete. Keep the join"
                            + " as it was and add one under another name, or give another folder with --state.");
        }
    }
}
