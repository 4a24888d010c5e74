package io.roundabout.circulation;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back from the task of one partition.
 *
 * @param partition the state partition; those of results come behind those of messages
 * @param store its store's version after the turn
 * @param outcome what the turn did
 * @param added what the turn adds to results, by the partition that has them, counted from 0; empty once it is there
 */
record TurnResult(int partition, StoreVersion store, PartitionOutcome outcome, Map<Integer, byte[]> added)
        implements Serializable {
    TurnResult {
        added = new TreeMap<>(added);
    }

    /** A result that adds nothing. */
    TurnResult(int partition, StoreVersion store, PartitionOutcome outcome) {
        this(partition, store, outcome, Map.of());
    }

    /** Returns the same for the driver, which has no use for what was added. */
    TurnResult arrived() {
        return added.isEmpty() ? this : new TurnResult(partition, store, outcome, Map.of());
    }
}
