package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a change of the rules would leave without use: messages that could never complete a group, and messages at addresses
 * that are none any more. See docs/decisions/0015-live-rules.md.
 *
 * @param joins what is wrong with each join that holds messages, by its name
 * @param addresses messages that wait, by address
 */
record Stranded(Map<String, String> joins, Map<String, Long> addresses) {
    /**
     * Finds what a change would strand.
     *
     * @param before the pipeline what is held came in by
     * @param after the pipeline to put in force
     * @param ledger what is held
     */
    static Stranded by(Pipeline before, Pipeline after, Ledger ledger) {
        Map<String, String> joins = new LinkedHashMap<>();
        for (JoinRule join : before.joins().values()) {
            long held = held(join, ledger);
            JoinRule now = after.joins().get(join.name());
            if (held > 0 && (now == null || !modes(now).equals(modes(join)))) {
                joins.put(
                        join.name(),
                        "join '" + join.name() + "' holds " + held + " messages and "
                                + (now == null ? "is gone" : "has other inputs"));
            }
        }
        AddressBook book = new Addresses(after);
        Map<String, Long> addresses = new TreeMap<>();
        ledger.forEach((name, counts) -> {
            long waiting = ledger.waiting(name);
            if (waiting > 0 && isLost(name, book)) {
                addresses.put(name, waiting);
            }
        });
        return new Stranded(joins, addresses);
    }

    /** Returns the joins whose messages have to be set aside. */
    Set<String> toSetAside() {
        return joins.keySet();
    }

    /** Returns each of it in words. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(joins.values());
        addresses.forEach((name, waiting) ->
                texts.add(waiting + " messages wait at '" + name + "', which is no address any more"));
        return texts;
    }

    /**
     * Checks that there is none of it.
     *
     * @throws RoundaboutException with code {@code WOULD_STRAND}, naming every join and address concerned
     */
    void requireNone() {
        if (!texts().isEmpty()) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "WOULD_STRAND",
                    String.join("; ", texts())
                            + ". Collect them first, or declare what is new under other names. With --allow-stranded"
                            + " what joins hold becomes dead letters of theirs, and what waits can be collected until"
                            + " nothing is left.");
        }
    }

    /** A subscription is one of a topic; as one of a queue nobody could attach to it. */
    private static boolean isLost(String name, AddressBook addresses) {
        return SubscriptionAddress.isSubscription(name)
                ? !addresses.isTopic(SubscriptionAddress.topicOf(name))
                : addresses.refusal(name).isPresent();
    }

    private static Map<String, InputMode> modes(JoinRule join) {
        return join.inputs().stream().collect(Collectors.toMap(Input::stream, Input::mode));
    }

    private static long held(JoinRule join, Ledger ledger) {
        return join.inputs().stream()
                .map(Input::stream)
                .mapToLong(stream -> ledger.count(join.name() + "/" + stream, Counter.HELD))
                .sum();
    }
}
