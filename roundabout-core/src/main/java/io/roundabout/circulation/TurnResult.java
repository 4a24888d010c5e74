package io.roundabout.circulation;

import io.roundabout.compute.Pieces;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What came back from the task of one partition.
 *
 * @param partition the state partition; those of results come behind those of messages
 * @param store its store's version after the turn
 * @param outcome what the turn did
 * @param added what the turn adds to results; null if that is nothing, and once it is there
 */
record TurnResult(
        int partition,
        StoreVersion store,
        PartitionOutcome outcome,
        @Nullable Pieces added) implements Serializable {
    /** A result that adds nothing. */
    TurnResult(int partition, StoreVersion store, PartitionOutcome outcome) {
        this(partition, store, outcome, null);
    }

    /** Returns the same for the driver, which has no use for what was added. */
    TurnResult arrived() {
        return added == null ? this : new TurnResult(partition, store, outcome);
    }
}
