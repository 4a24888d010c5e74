package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.Words;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.pipeline.ComputeRule;
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
 * What a change of the rules would leave without use: messages that could never complete a group, results that would go on by other
 * sums, and messages at addresses that are none any more. See docs/decisions/0015-live-rules.md.
 *
 * @param holders what is wrong with each join that holds messages, and each compute that keeps results, by its name
 * @param addresses messages that wait, by address
 * @param firm messages that wait where nothing allows it: by subscription, or by output that hands out in another way
 */
record Stranded(Map<String, String> holders, Map<String, Long> addresses, Map<String, Long> firm) {
    /**
     * Finds what a change would strand.
     *
     * @param before the pipeline what is held came in by
     * @param after the pipeline to put in force
     * @param ledger what is held
     */
    static Stranded by(Pipeline before, Pipeline after, Ledger ledger) {
        Map<String, String> holders = new LinkedHashMap<>();
        for (JoinRule join : before.joins().values()) {
            long held = held(join, ledger);
            JoinRule now = after.joins().get(join.name());
            if (held > 0 && (now == null || !modes(now).equals(modes(join)))) {
                holders.put(
                        join.name(),
                        "join '" + join.name() + "' holds " + Words.count(held, "message") + " and "
                                + (now == null ? "is gone" : "has other inputs"));
            }
        }
        for (ComputeRule compute : before.computes().values()) {
            long kept = ledger.count(compute.name() + "/" + compute.name(), Counter.HELD);
            if (kept > 0 && !Sums.of(compute.name(), before).equals(Sums.of(compute.name(), after))) {
                holders.put(
                        compute.name(),
                        "compute '" + compute.name() + "' keeps " + Words.count(kept, "result") + " and "
                                + (after.computes().containsKey(compute.name()) ? "adds up otherwise" : "is gone"));
            }
        }
        AddressBook book = new Addresses(after);
        Map<String, Long> addresses = new TreeMap<>();
        Map<String, Long> firm = new TreeMap<>();
        ledger.forEach((name, counts) -> {
            long waiting = ledger.waiting(name);
            if (waiting > 0 && isFirm(name, new Addresses(before), book)) {
                firm.put(name, waiting);
            } else if (waiting > 0
                    && !SubscriptionAddress.isSubscription(name)
                    && book.refusal(name).isPresent()) {
                addresses.put(name, waiting);
            }
        });
        return new Stranded(holders, addresses, firm);
    }

    /** Returns the joins and computes; what they hold has to be set aside. */
    Set<String> toSetAside() {
        return holders.keySet();
    }

    /** Returns each of it in words. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(holders.values());
        addresses.forEach((name, waiting) -> texts.add(waiting(name, waiting) + ", which is no address any more"));
        texts.addAll(firmTexts());
        return texts;
    }

    private List<String> firmTexts() {
        return firm.entrySet().stream()
                .map(entry -> waiting(entry.getKey(), entry.getValue()) + ", which is delivered in another way then")
                .toList();
    }

    private static String waiting(String address, long count) {
        return Words.count(count, "message") + (count == 1 ? " waits" : " wait") + " at '" + address + "'";
    }

    /**
     * Checks that there is nothing that cannot be allowed.
     *
     * @throws RoundaboutException with code {@code WOULD_STRAND}, naming every address concerned
     */
    void requireNoneFirm() {
        if (!firm.isEmpty()) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "WOULD_STRAND",
                    String.join("; ", firmTexts()) + ". Collect them or end the subscription first.");
        }
    }

    /**
     * Checks that there is none of it.
     *
     * @throws RoundaboutException with code {@code WOULD_STRAND}, naming every join, compute and address concerned
     */
    void requireNone() {
        if (!texts().isEmpty()) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "WOULD_STRAND",
                    String.join("; ", texts())
                            + ". Collect them first, or declare what is new under other names. With --allow-stranded"
                            + " what joins and computes hold becomes dead letters of theirs, and what waits can be"
                            + " collected until nothing is left.");
        }
    }

    /** A subscription is one of a topic, and what a queue holds is not what a topic holds. */
    private static boolean isFirm(String name, AddressBook before, AddressBook after) {
        String output = SubscriptionAddress.topicOf(name);
        return SubscriptionAddress.isSubscription(name)
                ? !after.isTopic(output)
                : after.refusal(output).isEmpty() && before.isTopic(output) != after.isTopic(output);
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
