package io.roundabout.rehearsal;

import io.roundabout.circulation.DryLoop;
import io.roundabout.circulation.DryLoop.Waiting;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.state.Counter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is there at the end of an act: these messages, and no others. Immutable.
 *
 * @param addresses what waits, by address; nothing at all others
 * @param held messages that joins hold, by {@code JOIN/STREAM}, if the case says so; none at all others
 */
record Expectation(Map<String, Waits> addresses, Optional<Map<String, Long>> held) {
    /**
     * What waits at an address.
     *
     * @param messages each of them
     * @param inOrder whether they wait in this order
     */
    record Waits(List<ExpectedMessage> messages, boolean inOrder) {
        static final Waits NOTHING = new Waits(List.of(), false);

        Waits {
            messages = List.copyOf(messages);
        }
    }

    Expectation {
        addresses = Map.copyOf(addresses);
        held = held.map(Map::copyOf);
    }

    /** Returns what is otherwise, a line each; nothing if all is as expected. */
    List<String> differences(DryLoop loop) {
        List<String> differences = new ArrayList<>();
        for (String address : loop.addresses()) {
            List<StoredMessage> messages =
                    loop.waiting(address).stream().map(Waiting::message).toList();
            compare(address, addresses.getOrDefault(address, Waits.NOTHING), messages, differences);
        }
        held.ifPresent(wanted -> compare(wanted, heldIn(loop), differences));
        return differences;
    }

    private static void compare(String address, Waits wanted, List<StoredMessage> found, List<String> differences) {
        List<StoredMessage> left = new ArrayList<>(found);
        List<ExpectedMessage> missing = wanted.messages().stream()
                .sorted(Comparator.comparingInt(ExpectedMessage::strictness).reversed())
                .filter(each -> !take(each, left))
                .toList();
        missing.forEach(each -> differences.add(address + ": missing " + each.text()));
        left.forEach(each -> differences.add(address + ": not expected " + ExpectedMessage.text(each)));
        if (missing.isEmpty() && left.isEmpty() && wanted.inOrder()) {
            for (int i = 0; i < found.size(); i++) {
                if (!wanted.messages().get(i).matches(found.get(i))) {
                    differences.add(address + ": in another order, number " + (i + 1) + " is "
                            + ExpectedMessage.text(found.get(i)));
                    return;
                }
            }
        }
    }

    private static boolean take(ExpectedMessage wanted, List<StoredMessage> from) {
        for (int i = 0; i < from.size(); i++) {
            if (wanted.matches(from.get(i))) {
                from.remove(i);
                return true;
            }
        }
        return false;
    }

    private static void compare(Map<String, Long> wanted, Map<String, Long> found, List<String> differences) {
        Map<String, Long> all = new TreeMap<>(found);
        wanted.keySet().forEach(name -> all.putIfAbsent(name, 0L));
        all.forEach((name, count) -> {
            long expected = wanted.getOrDefault(name, 0L);
            if (count != expected) {
                differences.add("held: " + name + " is " + count + ", not " + expected);
            }
        });
    }

    private static Map<String, Long> heldIn(DryLoop loop) {
        Map<String, Long> held = new TreeMap<>();
        loop.ledger().forEach((name, counts) -> {
            long count = counts.getOrDefault(Counter.HELD, 0L);
            if (count != 0) {
                held.put(name, count);
            }
        });
        return held;
    }
}
