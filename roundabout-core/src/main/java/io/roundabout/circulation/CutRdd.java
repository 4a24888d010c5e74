package io.roundabout.circulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.StreamBlockId;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
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
    private final transient Map<Integer, String> homes;

    /** @param homes on which executor a partition had best be taken */
    CutRdd(SparkContext context, List<StoredCut> cuts, int partitions, Map<Integer, String> homes) {
        super(context, CollectionConverters.asScala(List.<Dependency<?>>of()).toSeq(), SLICE);
        this.cuts = new ArrayList<>(cuts);
        this.partitions = partitions;
        this.homes = homes;
    }

    List<StoredCut> cuts() {
        return List.copyOf(cuts);
    }

    /** Returns the RDD with some of its cuts only. */
    CutRdd only(List<StoredCut> some) {
        return new CutRdd(sparkContext(), some, partitions, homes);
    }

    /** Returns where a partition had best be taken; empty if anywhere. */
    Seq<String> home(int partition) {
        return CollectionConverters.asScala(
                        Stream.ofNullable(homes.get(partition)).toList())
                .toSeq();
    }

    @Override
    public Seq<String> getPreferredLocations(Partition split) {
        return home(split.index());
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
        int bytes = cut.manifest().sliceBytes().get(partition);
        if (cut.apart() && bytes == 0) {
            return new byte[0];
        }
        byte[] wanted = cut.apart() ? element(cut, cut.blockOf(partition), 0) : element(cut, cut.block(), partition);
        if (wanted.length != bytes) {
            throw new LostCutException(cut);
        }
        return wanted;
    }

    private static byte[] element(StoredCut cut, StreamBlockId id, int wantedIndex) {
        Option<BlockResult> block = SparkEnv.get().blockManager().get(id, SLICE);
        if (block.isEmpty()) {
            throw new LostCutException(cut);
        }
        byte[] wanted = null;
        int index = 0;
        // Read to its end: that gives the block's lock back.
        for (Iterator<?> slices = block.get().data(); slices.hasNext(); index++) {
            byte[] slice = (byte[]) slices.next();
            if (index == wantedIndex) {
                wanted = slice;
            }
        }
        if (wanted == null) {
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
