package io.roundabout.circulation;

import io.roundabout.entrance.Decision;
import io.roundabout.entrance.DecisionListener;
import io.roundabout.entrance.Waits;
import java.util.List;

/**
 * What a committed turn means for those who push.
 *
 * @param entrance hears it
 */
record EntranceNews(DecisionListener entrance) {

    /**
     * Tells of a turn.
     *
     * @param stored cuts that were offered to it
     * @param admitted those of them that it took
     * @param results what came of it, by partition
     * @param ids what the ids of its messages told
     */
    void tell(List<StoredCut> stored, List<StoredCut> admitted, List<TurnResult> results, FoundIds ids) {
        int base = 0;
        for (StoredCut cut : stored) {
            long number = cut.manifest().cut();
            int index = admitted.indexOf(cut);
            if (index >= 0) {
                List<Waits> waits = waits(base, cut.manifest().messages(), results);
                entrance.decided(new Decision(number, true, ids.answers(index, cut), waits));
                base += cut.manifest().messages();
            } else {
                entrance.decided(Decision.givenUp(number));
            }
        }
        for (TurnResult result : results) {
            long doneBefore = result.outcome().owed().doneBefore();
            if (doneBefore > 0) {
                entrance.cursorsDone(result.partition(), doneBefore);
            }
        }
    }

    private static List<Waits> waits(int base, int count, List<TurnResult> results) {
        return results.stream()
                .map(result -> result.outcome().owed().waits().from(base, count))
                .filter(waits -> !waits.isEmpty())
                .toList();
    }
}
