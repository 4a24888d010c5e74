package io.roundabout.circulation;

import java.io.Serializable;

/**
 * What came back from the task of one partition.
 *
 * @param partition the state partition
 * @param store its store's version after the turn
 * @param outcome what the turn did
 */
record TurnResult(int partition, StoreVersion store, PartitionOutcome outcome) implements Serializable {}
