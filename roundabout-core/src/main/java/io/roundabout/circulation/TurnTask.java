package io.roundabout.circulation;

import io.roundabout.entrance.spark.JvmResidents;
import io.roundabout.state.Names;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;

/**
 * A turn in one state partition, as Spark runs it: opens the store at the committed version, hands slices and orders to
 * {@link PartitionTurn}, and commits. A partition that has nothing to write is only read and keeps its version.
 */
final class TurnTask implements Function2<Integer, Iterator<byte[]>, Iterator<TurnResult>> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<TurnOrder> orders;
    private final ArrayList<StoreVersion> stores;
    private final ArrayList<CutPlace> cuts;
    private final Names names;
    private final RulesText rules;

    /**
     * Where the messages of a cut stand in a turn.
     *
     * @param streams names of its streams
     * @param basePosition messages in the cuts before it
     */
    record CutPlace(ArrayList<String> streams, int basePosition) implements java.io.Serializable {}

    TurnTask(List<TurnOrder> orders, List<StoreVersion> stores, List<CutPlace> cuts, Names names, RulesText rules) {
        this.orders = new ArrayList<>(orders);
        this.stores = new ArrayList<>(stores);
        this.cuts = new ArrayList<>(cuts);
        this.names = names;
        this.rules = rules;
    }

    @Override
    public Iterator<TurnResult> call(Integer partition, Iterator<byte[]> slices) {
        List<byte[]> all = new ArrayList<>();
        slices.forEachRemaining(all::add);
        TurnOrder order = orders.get(partition);
        boolean writes = !order.settlements().isEmpty() || all.stream().anyMatch(slice -> slice.length > 0);
        StateStores host = JvmResidents.find(StateStores.class);
        StoreVersion version = stores.get(partition);
        OpenStore store = writes ? host.open(partition, version) : host.openToRead(partition, version);
        PartitionTurn turn = new PartitionTurn(
                store.state(), JvmResidents.find(RulesCache.class).rules(rules), names, order);
        for (int i = 0; i < all.size(); i++) {
            turn.take(cuts.get(i).streams(), cuts.get(i).basePosition(), all.get(i));
        }
        PartitionOutcome outcome = turn.finish();
        if (writes) {
            version = store.commit();
        } else {
            store.release();
        }
        return List.of(new TurnResult(partition, version, outcome)).iterator();
    }
}
