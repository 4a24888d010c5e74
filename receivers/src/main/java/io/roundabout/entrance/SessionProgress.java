package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.List;

/**
 * How far a resumable session has come by the end of a cut; kept in the state partition of the session's id.
 *
 * @param session the session's id
 * @param last number of its last message in the cut
 * @param refusals what the door refused of it in the cut, in order of number
 */
public record SessionProgress(String session, long last, List<Refusal> refusals) {
    public SessionProgress {
        refusals = List.copyOf(refusals);
    }
}
