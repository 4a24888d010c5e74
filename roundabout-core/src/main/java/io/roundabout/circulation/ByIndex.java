package io.roundabout.circulation;

import org.apache.spark.Partitioner;

/** Sends a pair to the partition that its key names. */
final class ByIndex extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    ByIndex(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object key) {
        return (Integer) key;
    }
}
