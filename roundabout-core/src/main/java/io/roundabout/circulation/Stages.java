package io.roundabout.circulation;

import io.roundabout.entrance.Partitions;
import java.util.Collections;
import java.util.List;

/**
 * Has Spark run the one or two stages of a turn, from the stores that the log names. Nothing of it counts before the log says
 * so, so a turn whose batches turn out to be void is run again, from the same stores. Confined to the thread that runs turns.
 */
final class Stages {
    private final EpochLog log;
    private final NameBook names;
    private final Partitions partitions;
    private final ShippedNames shipped = new ShippedNames();

    /**
     * What came of a turn.
     *
     * @param results of all partitions, in order; empty if no task ran
     * @param ids what the ids of its messages told
     */
    record Done(List<TurnResult> results, FoundIds ids) {
        static final Done NOTHING = new Done(List.of(), new FoundIds());
    }

    Stages(EpochLog log, NameBook names, Partitions partitions) {
        this.log = log;
        this.names = names;
        this.partitions = partitions;
    }

    /** Runs a turn over the cuts. */
    Done run(TurnPlan plan, CutRdd cuts, RulesText rules) {
        TurnPlan tried = plan;
        Done done = once(tried, cuts, rules);
        while (!done.ids().spoilt().isEmpty()) {
            tried = tried.without(done.ids().spoilt());
            done = once(tried, cuts, rules);
        }
        return done;
    }

    private Done once(TurnPlan plan, CutRdd cuts, RulesText rules) {
        TurnRules shippedRules = new TurnRules(rules, shipped.of(names, cuts.sparkContext()));
        int count = partitions.count();
        List<StoreVersion> stores = log.last().stores();
        TurnRdd turn = new TurnRdd(cuts, plan, stores.subList(0, count), shippedRules);
        List<TurnResult> results = stores(rules) == count
                ? turn.run()
                : ResultsRdd.run(
                        turn,
                        plan.orders(count),
                        stores.size() > count
                                ? stores.subList(count, 2 * count)
                                : Collections.nCopies(count, StoreVersion.EMPTY),
                        shippedRules);
        return new Done(
                results, FoundIds.in(results.stream().map(TurnResult::outcome).toList(), plan.voids()));
    }

    /** Returns how many stores there are: from the first compute on a second beside each; what it holds stays after the last compute is gone. */
    int stores(RulesText rules) {
        int count = partitions.count();
        return rules.computes() || log.last().stores().size() > count ? 2 * count : count;
    }
}
