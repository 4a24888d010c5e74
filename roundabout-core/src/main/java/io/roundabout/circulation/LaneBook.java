package io.roundabout.circulation;

import io.roundabout.outbox.HeldRows;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where every lane stands, as its last turn left it. Confined to the loop's thread. */
final class LaneBook {
    private final int partitions;
    private final Map<Lane, LaneReport> lanes = new HashMap<>();

    LaneBook(int partitions) {
        this.partitions = partitions;
    }

    void note(LaneReport report) {
        lanes.put(
                report.lane(),
                new LaneReport(report.lane(), report.head(), report.next(), HeldRows.NONE, report.next()));
    }

    /** Forgets the lanes of an address that is gone. */
    void forget(String address) {
        lanes.keySet().removeIf(lane -> lane.address().equals(address));
    }

    /** Returns every lane there is. */
    Set<Lane> all() {
        return Set.copyOf(lanes.keySet());
    }

    /** Returns all lanes of an address, without fresh messages. */
    List<LaneReport> of(String address) {
        List<LaneReport> all = new ArrayList<>(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            Lane lane = new Lane(address, partition);
            all.add(lanes.getOrDefault(lane, new LaneReport(lane, 0, 0, HeldRows.NONE, 0)));
        }
        return all;
    }
}
