package io.roundabout.circulation;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockResult;
import scala.Option;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The cuts of a turn: partition p holds slice p of each cut, in the order of the cuts. A block that is gone fails the task,
 * so that no turn is committed without it.
 */
final class CutRdd extends RDD<byte[]> {
    private static final long serialVersionUID = 1L;
    private static final ClassTag<byte[]> SLICE = ClassTag$.MODULE$.apply(byte[].class);

    private final ArrayList<StoredCut> cuts;
    private final int partitions;

    CutRdd(SparkContext context, List<StoredCut> cuts, int partitions) {
        super(context, CollectionConverters.asScala(List.<Dependency<?>>of()).toSeq(), SLICE);
        this.cuts = new ArrayList<>(cuts);
        this.partitions = partitions;
    }

    List<StoredCut> cuts() {
        return List.copyOf(cuts);
    }

    /** Returns the RDD with some of its cuts only. */
    CutRdd only(List<StoredCut> some) {
        return new CutRdd(sparkContext(), some, partitions);
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] all = new Partition[partitions];
        for (int i = 0; i < partitions; i++) {
            all[i] = new StatePartition(i);
        }
        return all;
    }

    @Override
    public Iterator<byte[]> compute(Partition split, TaskContext context) {
        List<byte[]> slices = new ArrayList<>(cuts.size());
        for (StoredCut cut : cuts) {
            slices.add(slice(cut, split.index()));
        }
        return CollectionConverters.asScala(slices.iterator());
    }

    private static byte[] slice(StoredCut cut, int partition) {
        Option<BlockResult> block = SparkEnv.get().blockManager().get(cut.block(), SLICE);
        if (block.isEmpty()) {
            throw new LostCutException(cut);
        }
        byte[] wanted = null;
        int index = 0;
        // Read to its end: that gives the block's lock back.
        for (Iterator<?> slices = block.get().data(); slices.hasNext(); index++) {
            byte[] slice = (byte[]) slices.next();
            if (index == partition) {
                wanted = slice;
            }
        }
        if (wanted == null || wanted.length != cut.manifest().sliceBytes().get(partition)) {
            throw new LostCutException(cut);
        }
        return wanted;
    }

    /** A partition of the state. */
    private record StatePartition(int index) implements Partition {
        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object other) {
            return other instanceof StatePartition that && that.index == index;
        }

        @Override
        public int hashCode() {
            return index;
        }
    }
}
