package io.roundabout.circulation;

import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.SubscriptionAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The numbers of names: given once, never again, but for those of subscriptions that ended. A number counts only once a turn that brought it is committed. Confined to
 * the loop's thread.
 */
final class NameBook {
    private final Map<String, Integer> numbers;
    private final Map<String, Integer> fresh = new HashMap<>();
    private int highest;
    private long version;

    NameBook(Map<String, Integer> known) {
        numbers = new HashMap<>(known);
        highest = known.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Gives {@code name} a number if it has none. */
    void ensure(String name) {
        if (!numbers.containsKey(name)) {
            highest++;
            numbers.put(name, highest);
            fresh.put(name, highest);
            version++;
        }
    }

    /** Gives each of these a number that has none, and its dead letters. */
    void declare(Set<String> named) {
        for (String name : named) {
            ensure(name);
            ensure(deadOf(name));
        }
    }

    /** Forgets a name that has no rows any more, so that its number may be given again. */
    void forget(String name) {
        numbers.remove(name);
        version++;
    }

    /** Returns how often the names changed. */
    long version() {
        return version;
    }

    Map<String, Integer> all() {
        return numbers;
    }

    /** Returns the numbers given since the last call. */
    Map<String, Integer> takeFresh() {
        Map<String, Integer> taken = Map.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    /** Sees that everything the turn may touch has a number. */
    void ensureAll(List<StoredCut> cuts, TurnRequests.Work work) {
        for (StoredCut cut : cuts) {
            // Whether an id is refused is known only when the turn is over.
            boolean refusals = cut.manifest().identified()
                    || cut.manifest().sessions().stream()
                            .anyMatch(range -> !range.refusals().isEmpty());
            for (String stream : cut.manifest().streams()) {
                ensure(stream);
                if (refusals) {
                    ensure(deadOf(stream));
                }
            }
        }
        for (String join : work.stranding()) {
            ensure(deadOf(join));
        }
        for (Settlement settlement : work.settlements()) {
            String address = SubscriptionAddress.topicOf(settlement.lane().address());
            ensure(address);
            ensure(deadOf(address));
        }
        if (work.redrive() != null) {
            for (String name : work.redrive().names()) {
                ensure(name);
                ensure(deadOf(name));
            }
        }
    }

    /** Returns the address of the dead letters of a name, or the name itself if it is one. */
    static String deadOf(String name) {
        return Outbox.isDeadLetters(name) ? name : Outbox.deadLettersOf(name);
    }
}
