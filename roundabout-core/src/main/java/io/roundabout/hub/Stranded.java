package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Refuses a pipeline that would strand what the state folder holds: messages that could never complete or be collected. */
final class Stranded {
    private Stranded() {}

    /**
     * Checks that {@code after} still has a use for everything held.
     *
     * @param before the pipeline what is held came in by
     * @param after the pipeline to put in force
     * @param addresses what can be collected by {@code after}
     * @param ledger what is held
     * @throws RoundaboutException {@code WOULD_STRAND}, naming every join and address concerned
     */
    static void check(Pipeline before, Pipeline after, AddressBook addresses, Ledger ledger) {
        List<String> problems = new ArrayList<>();
        for (JoinRule join : before.joins().values()) {
            long held = held(join, ledger);
            JoinRule now = after.joins().get(join.name());
            if (held > 0 && (now == null || !new HashSet<>(now.inputs()).equals(new HashSet<>(join.inputs())))) {
                problems.add("join '" + join.name() + "' holds " + held + " messages and "
                        + (now == null ? "is gone" : "has other inputs"));
            }
        }
        ledger.forEach((name, counts) -> {
            long waiting = ledger.waiting(name);
            if (waiting > 0 && isLost(name, addresses)) {
                problems.add(waiting + " messages wait at '" + name + "', which nobody could collect any more");
            }
        });
        if (!problems.isEmpty()) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "WOULD_STRAND",
                    String.join("; ", problems)
                            + ". Start with the pipeline as it was and collect them first, declare what"
                            + " is new under other names, or give another folder with --state.");
        }
    }

    /** A subscription is one of a topic; as one of a queue nobody could attach to it. */
    private static boolean isLost(String name, AddressBook addresses) {
        return SubscriptionAddress.isSubscription(name)
                ? !addresses.isTopic(SubscriptionAddress.topicOf(name))
                : addresses.refusal(name).isPresent();
    }

    private static long held(JoinRule join, Ledger ledger) {
        return join.inputs().stream()
                .map(Input::stream)
                .mapToLong(stream -> ledger.count(join.name() + "/" + stream, Counter.HELD))
                .sum();
    }
}
