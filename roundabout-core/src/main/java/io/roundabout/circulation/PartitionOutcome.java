package io.roundabout.circulation;

import io.roundabout.Refusal;
import io.roundabout.join.Owed;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.Subscribed;
import io.roundabout.state.Ledger;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a turn did in one state partition.
 *
 * @param lanes every lane the turn touched; in an opening turn every lane there is
 * @param pages answers to the page requests
 * @param sessions what is known of the sessions that were to be looked up; absent if nothing is
 * @param ids what the ids of the messages told
 * @param subscriptions what is known of the subscriptions
 * @param owed what the partition owes, and which messages of the turn wait for it
 * @param dues when something that is held for a time only is due
 * @param ledger changes of the ledger; in an opening turn all of it
 * @param answers answers to look-ups, by the number of each
 */
record PartitionOutcome(
        List<LaneReport> lanes,
        List<Page> pages,
        Map<String, SessionRow> sessions,
        FoundIds ids,
        Subscribed subscriptions,
        Owed owed,
        Dues dues,
        Ledger ledger,
        Map<Integer, Serializable> answers)
        implements Serializable {

    /**
     * What is kept of a resumable session.
     *
     * @param last number of its last decided message
     * @param seenMillis hub time of its last message
     * @param refusals the newest, at most 1,000, in order of number
     */
    record SessionRow(long last, long seenMillis, List<Refusal> refusals) implements Serializable {}
}
