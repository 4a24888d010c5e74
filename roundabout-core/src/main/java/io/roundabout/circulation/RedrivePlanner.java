package io.roundabout.circulation;

import io.roundabout.circulation.RedriveReport.Place;
import io.roundabout.entrance.Partitions;
import io.roundabout.outbox.LaneReading;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.SeenMessage;
import io.roundabout.outbox.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Plans one step of a redrive: which letters go, where to, and into which partition. Confined to the loop's thread. */
final class RedrivePlanner {
    private final RedriveStep step;
    private final Destination.Judge judge;
    private final Partitions partitions;
    private final Map<String, Long> sent = new HashMap<>();
    private final Map<String, Long> stayed = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Integer, List<Long>> leaving = new HashMap<>();
    private final Map<Integer, List<Redrive.Coming>> coming = new HashMap<>();
    private long left;

    RedrivePlanner(RedriveStep step, Destination.Judge judge, Partitions partitions) {
        this.step = step;
        this.judge = judge;
        this.partitions = partitions;
        left = step.most();
    }

    /** Returns the plan for what was read in each partition. */
    PlannedRedrive plan(List<LaneReading> readings, CompletableFuture<RedriveReport> answer) {
        List<Place> places = new ArrayList<>();
        for (int partition = 0; partition < readings.size(); partition++) {
            places.add(go(partition, readings.get(partition)));
        }
        Map<Integer, Redrive> orders = new HashMap<>();
        for (int partition = 0; partition < readings.size(); partition++) {
            Redrive order = new Redrive(
                    step.address(),
                    leaving.getOrDefault(partition, List.of()).stream()
                            .mapToLong(Long::longValue)
                            .toArray(),
                    coming.getOrDefault(partition, List.of()));
            if (!order.isEmpty()) {
                orders.put(partition, order);
            }
        }
        return new PlannedRedrive(step.address(), names, orders, new RedriveReport(sent, stayed, places), answer);
    }

    private Place go(int partition, LaneReading reading) {
        long until = partition < step.places().size() ? step.placeOf(partition).until() : reading.next();
        for (SeenMessage seen : reading.messages()) {
            if (left == 0) {
                return new Place(seen.number(), until);
            }
            StoredMessage letter = seen.message();
            Redrive.Coming message = message(letter, judge.of(letter));
            if (message != null) {
                left--;
                leaving.computeIfAbsent(partition, key -> new ArrayList<>()).add(seen.number());
                int target = target(message, letter, partition);
                coming.computeIfAbsent(target, key -> new ArrayList<>()).add(message);
            }
        }
        return new Place(reading.reached(), until);
    }

    /**
     * A message stands in the partition of its key; without one, it stays in that of its letter, as any would do. A result of a
     * compute stands among the results, in the partition of its key, as its letter does.
     */
    private int target(Redrive.Coming message, StoredMessage letter, int partition) {
        byte[] key = letter.key();
        if (message instanceof Redrive.ToAddress && partition >= partitions.count()) {
            return partition;
        }
        if (message instanceof Redrive.ToStream to) {
            key = to.key() == null ? to.id() : to.key();
        }
        return key == null ? partition % partitions.count() : partitions.of(key);
    }

    private Redrive.@Nullable Coming message(StoredMessage letter, Destination destination) {
        if (destination instanceof Destination.Stays stays) {
            stayed.merge(stays.why(), 1L, Long::sum);
            return null;
        }
        if (destination instanceof Destination.Stream to) {
            send(to.stream(), to.stream());
            byte[] again = letter.withProperties(sentAgain(letter)).write();
            return new Redrive.ToStream(to.stream(), to.format(), to.key(), to.id(), again);
        }
        if (destination instanceof Destination.Address to) {
            send(to.address(), to.address());
            return new Redrive.ToAddress(
                    to.address(), letter.withProperties(alive(letter)).write());
        }
        Destination.DeadAgain to = (Destination.DeadAgain) destination;
        send(step.address(), step.address() + " (" + to.reason() + ")");
        Map<String, String> properties = sentAgain(letter);
        properties.put("reason", to.reason());
        properties.put("detail", to.detail());
        return new Redrive.ToAddress(
                step.address(), letter.withProperties(properties).write());
    }

    private void send(String name, String counted) {
        names.add(name);
        sent.merge(counted, 1L, Long::sum);
    }

    private static Map<String, String> alive(StoredMessage letter) {
        Map<String, String> properties = sentAgain(letter);
        properties.keySet().removeAll(Outbox.DEAD_LETTER_PROPERTIES);
        return properties;
    }

    private static Map<String, String> sentAgain(StoredMessage letter) {
        Map<String, String> properties = new LinkedHashMap<>(letter.properties());
        properties.put(Outbox.REDRIVEN, Integer.toString(Outbox.redriven(letter) + 1));
        return properties;
    }
}
