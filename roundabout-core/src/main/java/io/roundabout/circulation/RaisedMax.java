package io.roundabout.circulation;

import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inputs whose {@code max} a change of the rules raises. A key that was full by the old one is touched by nothing while its senders
 * are held, so it must be counted as full no more before the change is in force. One that is lowered needs nothing: what was full is.
 * Immutable.
 */
final class RaisedMax {
    /** The join of each line of the ledger. */
    private final Map<String, String> joins = new HashMap<>();

    RaisedMax(Pipeline before, Pipeline after) {
        for (JoinRule join : before.joins().values()) {
            for (Input input : join.inputs()) {
                OptionalInt max = max(after.joins().get(join.name()), input.stream());
                if (input.mode() == InputMode.ALL && max.isPresent() && max.getAsInt() > input.max()) {
                    joins.put(join.name() + "/" + input.stream(), join.name());
                }
            }
        }
    }

    private static OptionalInt max(@Nullable JoinRule join, String stream) {
        return join == null
                ? OptionalInt.empty()
                : join.inputs().stream()
                        .filter(input -> input.stream().equals(stream) && input.mode() == InputMode.ALL)
                        .mapToInt(Input::max)
                        .findFirst();
    }

    /** Returns the joins concerned. */
    Set<String> joins() {
        return Set.copyOf(joins.values());
    }

    /** Returns how many keys are counted as full by those inputs. */
    long full(Ledger ledger) {
        return joins.keySet().stream()
                .mapToLong(line -> ledger.count(line, Counter.FULL))
                .sum();
    }
}
