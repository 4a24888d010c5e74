package io.roundabout.vehicle.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is held for collecting, by address, in order. Guarded by its own lock. */
final class FakeGate {
    /**
     * A message at its place.
     *
     * @param place first to last
     * @param failed how many deliveries of it failed
     */
    record Item(String address, long place, HeldMessage message, int failed) {}

    /** What a vehicle, or the end of its connection, made of a delivery. */
    enum Outcome {
        ACCEPTED,
        RELEASED,
        FAILED
    }

    private record Settled(Item item, Outcome outcome) {}

    private final Map<String, SortedMap<Long, Item>> queues = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final List<Settled> settled = new ArrayList<>();
    private final Door door = new Door("fake-hub-gate", socket -> new FakeGateConnection(this, socket));
    private long places;

    Door door() {
        return door;
    }

    void put(String address, HeldMessage message) {
        synchronized (this) {
            places++;
            HeldMessage named = message.id().isEmpty() ? message.withId("m" + places) : message;
            queue(address).put(places, new Item(address, places, named, 0));
        }
        handOut();
    }

    /** Hands what is held to those who have credit; by a thread that is in no connection's monitor. */
    void handOut() {
        door.visitors().forEach(visitor -> ((FakeGateConnection) visitor).pump());
    }

    synchronized void refuse(String address) {
        refused.add(address);
    }

    synchronized List<HeldMessage> held(String address) {
        return items(address).stream().map(Item::message).toList();
    }

    synchronized List<HeldMessage> settled(String address, Outcome outcome) {
        return settled.stream()
                .filter(each ->
                        each.outcome() == outcome && each.item().address().equals(address))
                .map(each -> each.item().message())
                .toList();
    }

    /** Returns why nothing can be collected there. */
    synchronized Optional<String> problem(String address) {
        if (!refused.contains(address)) {
            return Optional.empty();
        }
        String known =
                queues.keySet().stream().sorted().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return Optional.of("no address '" + address + "'" + (known.isEmpty() ? "" : "; there is " + known));
    }

    synchronized Optional<Item> take(String address) {
        SortedMap<Long, Item> queue = queue(address);
        return queue.isEmpty() ? Optional.empty() : Optional.ofNullable(queue.remove(queue.firstKey()));
    }

    synchronized List<Item> items(String address) {
        return List.copyOf(queue(address).values());
    }

    synchronized void settle(Item item, Outcome outcome) {
        settled.add(new Settled(item, outcome));
        if (outcome != Outcome.ACCEPTED) {
            int failed = item.failed() + (outcome == Outcome.FAILED ? 1 : 0);
            queue(item.address()).put(item.place(), new Item(item.address(), item.place(), item.message(), failed));
        }
    }

    private SortedMap<Long, Item> queue(String address) {
        return queues.computeIfAbsent(address, name -> new TreeMap<>());
    }
}
