package io.roundabout.circulation;

import io.roundabout.Refusal;
import io.roundabout.entrance.Partitions;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.Settlement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a turn will do: its cuts, and everything that was asked, sorted by state partition.
 *
 * @param epoch number the turn gets if it writes
 * @param nowMillis hub time, milliseconds since 1970
 * @param endedMillis how far time has ended anything, hub time, milliseconds since 1970; not after {@code nowMillis}
 * @param opening whether it is the first after a start
 * @param owing state partitions that owe completions
 * @param due what is held too long, by state partition
 * @param cuts admitted cuts, in order
 * @param work what was asked
 * @param refusals what the turn before refused because of ids, by session
 * @param voids batches of the cuts of which nothing is taken
 * @param subscriptions who subscribed, and who is behind
 * @param asked what is to be done about subscriptions
 * @param partitions the state partitions
 */
record TurnPlan(
        long epoch,
        long nowMillis,
        long endedMillis,
        boolean opening,
        BitSet owing,
        Map<Integer, DueWork> due,
        List<StoredCut> cuts,
        TurnRequests.Work work,
        Map<String, List<Refusal>> refusals,
        List<VoidBatch> voids,
        SubscriptionBook subscriptions,
        SubscriptionBook.Admitted asked,
        Partitions partitions) {
    /** Bytes of fresh messages that a turn hands over in all, so that a result never outgrows what the driver takes. */
    private static final int FRESH_BYTES = 8 << 20;

    /** Completions a turn makes in a partition beyond the first of each message, so that no message holds up all others. */
    private static final int COMPLETIONS = 50_000;

    /** Returns whether no task need run. */
    boolean isIdle() {
        return !opening
                && owing.isEmpty()
                && due.isEmpty()
                && asked.requests().isEmpty()
                && !subscriptions.isDue()
                && cuts.isEmpty()
                && !work.changesRules()
                && work.settlements().isEmpty()
                && work.pages().isEmpty()
                && work.greetings().isEmpty()
                && work.lookUps().isEmpty()
                && work.redrive() == null;
    }

    /** Returns how many dead letters come back to each address. */
    Map<String, Long> sentBack() {
        return work.redrive() == null ? Map.of() : work.redrive().report().sent();
    }

    /** Returns the orders of as many partitions as there are, from {@code first} on; those of results come second. */
    List<TurnOrder> orders(int first) {
        Map<String, Integer> appetite = appetite();
        List<TurnOrder> orders = new ArrayList<>(partitions.count());
        for (int partition = first; partition < first + partitions.count(); partition++) {
            orders.add(order(partition, appetite));
        }
        return orders;
    }

    /** Returns the same turn with nothing taken of more batches. */
    TurnPlan without(List<VoidBatch> more) {
        List<VoidBatch> all = new ArrayList<>(voids);
        all.addAll(more);
        return new TurnPlan(
                epoch,
                nowMillis,
                endedMillis,
                opening,
                owing,
                due,
                cuts,
                work,
                refusals,
                all,
                subscriptions,
                asked,
                partitions);
    }

    /** Returns where the messages of each cut stand. */
    List<CutPlace> places() {
        List<CutPlace> places = new ArrayList<>(cuts.size());
        int base = 0;
        for (StoredCut cut : cuts) {
            places.add(CutPlace.of(cut.manifest(), places.size(), voids, base));
            base += cut.manifest().messages();
        }
        return places;
    }

    private TurnOrder order(int partition, Map<String, Integer> appetite) {
        List<Settlement> settlements = work.settlements().stream()
                .filter(settlement -> settlement.lane().partition() == partition)
                .filter(settlement -> subscriptions.has(settlement.lane().address()))
                .toList();
        List<PageRequest> pages = work.pages().stream()
                .filter(page -> page.lane().partition() == partition)
                .filter(page -> subscriptions.has(page.lane().address()))
                .filter(page -> !asked.ended().contains(page.lane().address()))
                .toList();
        List<String> greetings = work.greetings().keySet().stream()
                .filter(session -> partitions.ofSession(session) == partition)
                .toList();
        Map<String, List<Refusal>> refused = new HashMap<>(refusals);
        refused.keySet().removeIf(session -> partitions.ofSession(session) != partition);
        return new TurnOrder(
                epoch,
                partition,
                nowMillis,
                endedMillis,
                opening,
                owing.get(partition),
                due.getOrDefault(partition, DueWork.NONE),
                opening ? 0 : COMPLETIONS,
                settlements,
                pages,
                refused,
                greetings,
                new SubscriptionWork(asked.requests(), subscriptions.behind(partition)),
                appetite,
                LookUps.of(partition, work.lookUps()),
                work.redrive() == null ? null : work.redrive().of(partition),
                work.stranding(),
                work.recounting());
    }

    /** Shares what a turn may hand over among the addresses somebody waits at, and each share among the partitions. */
    private Map<String, Integer> appetite() {
        Map<String, Integer> shared = new HashMap<>();
        long hungry =
                work.appetites().values().stream().filter(bytes -> bytes > 0).count();
        work.appetites().forEach((address, bytes) -> {
            if (bytes > 0) {
                shared.put(address, (int) (Math.min(bytes, FRESH_BYTES / hungry) / partitions.count()));
            }
        });
        return shared;
    }
}
