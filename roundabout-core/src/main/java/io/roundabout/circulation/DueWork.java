package io.roundabout.circulation;

import io.roundabout.outbox.DueLane;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a partition is due.
 *
 * @param expiring whether what joins and computes hold too long is let go
 * @param lanes lanes in which something may wait too long
 */
record DueWork(boolean expiring, List<DueLane> lanes) implements Serializable {
    static final DueWork NONE = new DueWork(false, List.of());

    DueWork {
        lanes = new ArrayList<>(lanes);
    }

    /** Returns whether nothing is; what is changes what the partition holds, or may: a topic is trimmed also where it is watched. */
    boolean isEmpty() {
        return !expiring && lanes.isEmpty();
    }
}
