package io.roundabout.circulation;

import io.roundabout.compute.PieceWriter;
import io.roundabout.compute.Pieces;
import io.roundabout.entrance.Partitions;
import io.roundabout.entrance.spark.JvmResidents;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A turn, as Spark runs it: partition p opens its store at the committed version, hands the slices of the cuts and its
 * order to {@link PartitionTurn}, commits, and yields the one result. A partition that has nothing to write is only read and
 * keeps its version.
 *
 * <p>An RDD of its own instead of a function over {@link CutRdd}: for every function it is handed, Spark reads the class
 * file from the jar to look for captured variables, which cost a turn more than a thousand messages do.
 */
final class TurnRdd extends RDD<TurnResult> {
    private static final long serialVersionUID = 1L;
    private static final ClassTag<TurnResult> RESULT = ClassTag$.MODULE$.apply(TurnResult.class);

    private final ArrayList<TurnOrder> orders;
    private final ArrayList<StoreVersion> stores;
    private final ArrayList<CutPlace> cuts;
    private final TurnRules rules;
    private final transient CutRdd slices;

    TurnRdd(CutRdd slices, TurnPlan plan, List<StoreVersion> stores, TurnRules rules) {
        super(
                slices.sparkContext(),
                CollectionConverters.asScala(List.<Dependency<?>>of(new OneToOneDependency<>(slices)))
                        .toSeq(),
                RESULT);
        this.slices = slices;
        this.orders = new ArrayList<>(plan.orders(0));
        this.stores = new ArrayList<>(stores);
        this.cuts = new ArrayList<>(plan.places());
        this.rules = rules;
    }

    /** Returns where Spark had best run what goes on from a partition; empty if anywhere. */
    Seq<String> home(int partition) {
        return slices.home(partition);
    }

    /** Runs the turn and returns the results of all partitions, in order. */
    List<TurnResult> run() {
        return List.of(Only.run(this, RESULT));
    }

    @Override
    public Partition[] getPartitions() {
        return firstParent(ClassTag$.MODULE$.apply(byte[].class)).partitions();
    }

    @Override
    public Iterator<TurnResult> compute(Partition split, TaskContext context) {
        List<byte[]> slices = new ArrayList<>(cuts.size());
        RDD<byte[]> parent = firstParent(ClassTag$.MODULE$.apply(byte[].class));
        CollectionConverters.asJava(parent.iterator(split, context)).forEachRemaining(slices::add);
        Pieces added = TaskPieces.of(context);
        TurnResult result = turn(split.index(), slices, added);
        return CollectionConverters.asScala(List.of(result).iterator());
    }

    private TurnResult turn(int partition, List<byte[]> slices, Pieces added) {
        TurnOrder order = orders.get(partition);
        boolean writes = order.writes() || slices.stream().anyMatch(slice -> slice.length > 0);
        StateStores host = JvmResidents.find(StateStores.class);
        StoreVersion version = stores.get(partition);
        host.use(partition, order.epoch());
        OpenStore store = writes ? host.open(partition, version) : host.openToRead(partition, version);
        RulesCache compiled = JvmResidents.find(RulesCache.class);
        PartitionTurn turn = new PartitionTurn(
                store.state(),
                compiled.rules(rules.text()),
                rules.names().value(),
                order,
                new PieceWriter(partition, new Partitions(orders.size()), added));
        for (int i = 0; i < slices.size(); i++) {
            turn.take(i, cuts.get(i), slices.get(i));
        }
        PartitionOutcome outcome = turn.finish();
        if (writes) {
            version = store.commit();
        } else {
            store.release();
        }
        return new TurnResult(partition, version, outcome, added.size() == 0 ? null : added);
    }
}
