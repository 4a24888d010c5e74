package io.roundabout.circulation;

import io.roundabout.outbox.DueLane;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneTimes;
import io.roundabout.outbox.PastDue;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When a lane is to be looked at because something in it may wait too long. Only lanes in which something can be due are
 * known here, in the order in which they are. Confined to the loop's thread.
 */
final class DueLanes {
    private static final Comparator<Look> ORDER = Comparator.comparingLong(Look::millis)
            .thenComparing(look -> look.lane().address())
            .thenComparingInt(look -> look.lane().partition());

    private final Map<Lane, Look> looks = new HashMap<>();
    private final TreeSet<Look> inOrder = new TreeSet<>(ORDER);
    private final Map<Lane, Long> told = new HashMap<>();
    private final Set<String> watched = new HashSet<>();

    private record Look(Lane lane, long millis) {}

    /** Notes what a turn said of a partition. */
    void note(int partition, LaneTimes times) {
        times.looks().forEach((address, millis) -> look(new Lane(address, partition), millis));
        for (PastDue due : times.past()) {
            told.put(due.lane(), due.below());
        }
    }

    /** Has lanes looked at again, because other rules are in force. */
    void lookAt(Collection<Lane> lanes) {
        told.clear();
        lanes.forEach(lane -> look(lane, 0));
    }

    /** Forgets the lanes of an address that is gone. */
    void forget(String address) {
        looks.keySet().stream()
                .filter(lane -> lane.address().equals(address))
                .toList()
                .forEach(lane -> look(lane, LaneTimes.NEVER));
        told.keySet().removeIf(lane -> lane.address().equals(address));
    }

    /**
     * Hears what the gate watches now. What it was told of a lane it no longer watches, or began to watch again, it forgot.
     *
     * @param now addresses it watches
     * @param anew those of them it began to watch since the last call
     */
    void watch(Set<String> now, Set<String> anew) {
        List<Lane> forgotten = told.keySet().stream()
                .filter(lane -> anew.contains(lane.address()) || !now.contains(lane.address()))
                .toList();
        forgotten.forEach(lane -> {
            told.remove(lane);
            look(lane, 0);
        });
        watched.clear();
        watched.addAll(now);
    }

    /** Returns the lanes to look at, by partition. */
    Map<Integer, List<DueLane>> due(long nowMillis) {
        return inOrder.stream()
                .takeWhile(look -> look.millis() <= nowMillis)
                .map(Look::lane)
                .collect(Collectors.groupingBy(
                        Lane::partition, Collectors.mapping(this::order, Collectors.toUnmodifiableList())));
    }

    private DueLane order(Lane lane) {
        return new DueLane(lane.address(), told.getOrDefault(lane, 0L), watched.contains(lane.address()));
    }

    /** Returns when the first is to be looked at; {@link LaneTimes#NEVER} if none is. */
    long nextMillis() {
        return inOrder.isEmpty() ? LaneTimes.NEVER : inOrder.first().millis();
    }

    private void look(Lane lane, long millis) {
        Look before = looks.remove(lane);
        if (before != null) {
            inOrder.remove(before);
        }
        if (millis != LaneTimes.NEVER) {
            Look look = new Look(lane, millis);
            looks.put(lane, look);
            inOrder.add(look);
        }
    }
}
