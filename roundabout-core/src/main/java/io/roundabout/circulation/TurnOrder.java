package io.roundabout.circulation;

import io.roundabout.Refusal;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.Settlement;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LookUp;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a turn is to do in one state partition, beside taking the slices of its cuts.
 *
 * @param epoch number of the turn, at least 1
 * @param partition the state partition
 * @param nowMillis hub time, milliseconds since 1970
 * @param endedMillis how far time has ended anything, hub time, milliseconds since 1970; not after {@code nowMillis}
 * @param opening true in the first turn after a start: the outcome then reports every lane and the whole ledger
 * @param owing whether the partition owes completions
 * @param due what is held too long
 * @param completions made at most, beyond the first of each message; what is beyond is owed
 * @param settlements of this partition, in the order they were asked for
 * @param pages of this partition
 * @param refusals what the turn before refused because of ids, for the rows of sessions of this partition, by session
 * @param greetings resumable sessions of this partition to look up, before anything else is done
 * @param subscriptions what is to be done about subscriptions
 * @param appetite bytes of fresh messages to hand over, by address; none for an address that is absent
 * @param lookUps questions to answer when everything else is done, by the number of each
 * @param redrive dead letters to send back, or null
 * @param stranding joins and computes; what they hold is set aside, before anything else comes
 * @param recounting joins; none of their keys is counted as full any more, until it is touched
 */
record TurnOrder(
        long epoch,
        int partition,
        long nowMillis,
        long endedMillis,
        boolean opening,
        boolean owing,
        DueWork due,
        int completions,
        List<Settlement> settlements,
        List<PageRequest> pages,
        Map<String, List<Refusal>> refusals,
        List<String> greetings,
        SubscriptionWork subscriptions,
        Map<String, Integer> appetite,
        Map<Integer, LookUp<?>> lookUps,
        @Nullable Redrive redrive,
        Set<String> stranding,
        Set<String> recounting)
        implements Serializable {
    TurnOrder {
        settlements = new ArrayList<>(settlements);
        pages = new ArrayList<>(pages);
        refusals = new HashMap<>(refusals);
        greetings = new ArrayList<>(greetings);
        appetite = new HashMap<>(appetite);
        lookUps = new HashMap<>(lookUps);
        stranding = new HashSet<>(stranding);
        recounting = new HashSet<>(recounting);
    }

    /** Returns the answers of the partition it is for, once everything else is done, by the number of each question. */
    Map<Integer, Serializable> answers(HeldPartition held) {
        Map<Integer, Serializable> answers = new HashMap<>();
        lookUps.forEach((number, lookUp) -> answers.put(number, lookUp.in(held)));
        return answers;
    }

    /** Returns whether it changes what the partition holds, whatever its slices are. */
    boolean writes() {
        return owing
                || !due.isEmpty()
                || redrive != null
                || !stranding.isEmpty()
                || !recounting.isEmpty()
                || !settlements.isEmpty()
                || !subscriptions.isEmpty()
                || !refusals.isEmpty();
    }
}
