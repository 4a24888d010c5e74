package io.roundabout.circulation;

import io.roundabout.compute.Piece;
import io.roundabout.compute.Pieces;
import io.roundabout.entrance.spark.JvmResidents;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.Partition;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The second stage of a turn, where there are computes: partition p takes what was added to its results, commits its own store,
 * and yields two results, that of the first stage and its own. One line of the log covers both stores, so a turn that ends between the
 * stages never was.
 */
final class ResultsRdd extends RDD<TurnResult[]> {
    private static final long serialVersionUID = 1L;
    private static final ClassTag<TurnResult[]> RESULTS = ClassTag$.MODULE$.apply(TurnResult[].class);

    private final ArrayList<TurnOrder> orders;
    private final ArrayList<StoreVersion> stores;
    private final TurnRules rules;
    private final transient TurnRdd turn;

    private ResultsRdd(
            TurnRdd turn,
            ShuffledRDD<Integer, Object, Object> sent,
            List<TurnOrder> orders,
            List<StoreVersion> stores,
            TurnRules rules) {
        super(
                sent.sparkContext(),
                CollectionConverters.asScala(List.<Dependency<?>>of(new OneToOneDependency<>(sent)))
                        .toSeq(),
                RESULTS);
        this.turn = turn;
        this.orders = new ArrayList<>(orders);
        this.stores = new ArrayList<>(stores);
        this.rules = rules;
    }

    /**
     * Runs both stages.
     *
     * @param turn the first stage
     * @param orders of the partitions of results
     * @param stores their stores
     * @return the results of all partitions: first those of messages, then those of results
     */
    static List<TurnResult> run(TurnRdd turn, List<TurnOrder> orders, List<StoreVersion> stores, TurnRules rules) {
        ClassTag<Integer> index = ClassTag$.MODULE$.apply(Integer.class);
        ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
        ShuffledRDD<Integer, Object, Object> sent =
                new ShuffledRDD<>(new AddedRdd(turn), new ByIndex(orders.size()), index, any, any);
        TurnResult[][] pairs = Only.run(new ResultsRdd(turn, sent, orders, stores, rules), RESULTS);
        forget(sent);
        List<TurnResult> all = new ArrayList<>(2 * pairs.length);
        for (int stage = 0; stage < 2; stage++) {
            for (TurnResult[] pair : pairs) {
                all.add(pair[stage]);
            }
        }
        return all;
    }

    /** The files of the exchange would stay until the driver's memory is cleared up. */
    private static void forget(ShuffledRDD<Integer, Object, Object> sent) {
        int shuffle = ((ShuffleDependency<?, ?, ?>) sent.dependencies().head()).shuffleId();
        if (sent.sparkContext().cleaner().isDefined()) {
            sent.sparkContext().cleaner().get().doCleanupShuffle(shuffle, false);
        }
    }

    @Override
    public Partition[] getPartitions() {
        return firstParent(ClassTag$.MODULE$.<Tuple2<Integer, Object>>apply(Tuple2.class))
                .partitions();
    }

    /** Beside the store of messages of the same number, rather than where most of what is added comes from. */
    @Override
    public Seq<String> getPreferredLocations(Partition split) {
        return turn.home(split.index());
    }

    @Override
    public Iterator<TurnResult[]> compute(Partition split, TaskContext context) {
        RDD<Tuple2<Integer, Object>> parent =
                firstParent(ClassTag$.MODULE$.<Tuple2<Integer, Object>>apply(Tuple2.class));
        Pieces added = TaskPieces.of(context);
        TurnResult[] results = new TurnResult[2];
        CollectionConverters.asJava(parent.iterator(split, context)).forEachRemaining(sent -> {
            if (sent._2() instanceof Piece some) {
                added.add(some);
            } else {
                results[0] = (TurnResult) sent._2();
            }
        });
        results[1] = turn(split.index(), added);
        return CollectionConverters.asScala(List.<TurnResult[]>of(results).iterator());
    }

    private TurnResult turn(int index, Pieces added) {
        TurnOrder order = orders.get(index);
        StateStores host = JvmResidents.find(StateStores.class);
        StoreVersion version = stores.get(index);
        host.use(order.partition(), order.epoch());
        boolean writes = added.size() > 0 || order.writes();
        OpenStore store = writes ? host.open(order.partition(), version) : host.openToRead(order.partition(), version);
        RulesCache compiled = JvmResidents.find(RulesCache.class);
        ResultTurn turn = new ResultTurn(
                store.state(), compiled.rules(rules.text()), rules.names().value(), order);
        turn.take(added);
        PartitionOutcome outcome = turn.finish();
        if (writes) {
            version = store.commit();
        } else {
            store.release();
        }
        return new TurnResult(order.partition(), version, outcome);
    }
}
