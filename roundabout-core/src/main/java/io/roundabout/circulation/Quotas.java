package io.roundabout.circulation;

import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.Quota;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which streams hold as much as is allowed: by their quotas, of what waits in the joins that take them, each of which has a copy of its
 * own, or in their mailbox; or by the {@code max} of an {@code all} input, of what waits there for a single key. Immutable.
 */
final class Quotas {
    /** A stream that was full is full until it holds less than this part of its quota, so that its senders do not stutter. */
    private static final double GO_BELOW = 0.9;

    private final Map<String, Limit> limits = new HashMap<>();

    /** The stream of each line of the ledger that is an {@code all} input. */
    private final Map<String, String> lists = new HashMap<>();

    /** The quota of a stream, and the lines of the ledger on which it holds something. */
    private record Limit(Quota quota, List<String> inputs) {}

    Quotas(Pipeline pipeline) {
        pipeline.joins()
                .values()
                .forEach(join -> join.inputs().stream()
                        .filter(input -> input.mode() == InputMode.ALL)
                        .forEach(input -> lists.put(join.name() + "/" + input.stream(), input.stream())));
        pipeline.streams()
                .forEach((name, rule) -> rule.intake()
                        .quota()
                        .ifPresent(quota -> limits.put(
                                name,
                                new Limit(
                                        quota,
                                        pipeline.takersOf(name).stream()
                                                .map(JoinRule::name)
                                                .map(join -> join + "/" + name)
                                                .toList()))));
    }

    /** Returns the streams that are full, where those of {@code before} were. */
    Set<String> full(Ledger ledger, Set<String> before) {
        Set<String> full = new TreeSet<>();
        limits.forEach((stream, limit) -> {
            double part = before.contains(stream) ? GO_BELOW : 1;
            if (reaches(messages(stream, limit, ledger), limit.quota().messages(), part)
                    || reaches(bytes(stream, limit, ledger), limit.quota().bytes(), part)) {
                full.add(stream);
            }
        });
        lists.forEach((input, stream) -> {
            if (ledger.count(input, Counter.FULL) > 0) {
                full.add(stream);
            }
        });
        return full;
    }

    private static boolean reaches(long held, OptionalLong most, double part) {
        return most.isPresent() && held >= most.getAsLong() * part;
    }

    private static long messages(String stream, Limit limit, Ledger ledger) {
        return limit.inputs().isEmpty()
                ? ledger.waiting(stream)
                : limit.inputs().stream()
                        .mapToLong(input -> ledger.count(input, Counter.HELD))
                        .sum();
    }

    private static long bytes(String stream, Limit limit, Ledger ledger) {
        return limit.inputs().isEmpty()
                ? ledger.count(stream, Counter.BYTES)
                : limit.inputs().stream()
                        .mapToLong(input -> ledger.count(input, Counter.BYTES))
                        .sum();
    }
}
