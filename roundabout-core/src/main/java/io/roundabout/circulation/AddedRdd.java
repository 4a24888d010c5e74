package io.roundabout.circulation;

import io.roundabout.compute.Pieces;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.Dependency;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.Product2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What the first stage of a turn sends to the second: the result of partition p to p, and to each partition the pieces that are
 * added to its results. It is an edge of a turn, so that the commit of the first stage is not asked for twice.
 */
final class AddedRdd extends RDD<Product2<Integer, Object>> {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unchecked")
    private static final ClassTag<Product2<Integer, Object>> PAIR =
            (ClassTag<Product2<Integer, Object>>) (ClassTag<?>) ClassTag$.MODULE$.apply(Product2.class);

    AddedRdd(TurnRdd turn) {
        super(
                turn.sparkContext(),
                CollectionConverters.asScala(List.<Dependency<?>>of(new OneToOneDependency<>(turn)))
                        .toSeq(),
                PAIR);
    }

    @Override
    public Partition[] getPartitions() {
        return firstParent(ClassTag$.MODULE$.<TurnResult>apply(TurnResult.class))
                .partitions();
    }

    @Override
    public Iterator<Product2<Integer, Object>> compute(Partition split, TaskContext context) {
        RDD<TurnResult> parent = firstParent(ClassTag$.MODULE$.<TurnResult>apply(TurnResult.class));
        TurnResult result = parent.iterator(split, context).next();
        Stream<Product2<Integer, Object>> arrived = Stream.of(new Tuple2<>(split.index(), result.arrived()));
        return CollectionConverters.asScala(
                Stream.concat(arrived, piecesOf(result)).iterator());
    }

    /** Each is read when it is sent. */
    private static Stream<Product2<Integer, Object>> piecesOf(TurnResult result) {
        Pieces added = result.added();
        return added == null
                ? Stream.empty()
                : IntStream.range(0, added.size())
                        .mapToObj(added::get)
                        .map(piece -> new Tuple2<>(piece.target(), piece));
    }
}
