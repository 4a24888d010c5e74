package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.List;

/**
 * What the hub knows of a session.
 *
 * @param remembered false if the hub has never seen the session, or has forgotten it
 * @param last number of the last decided message, 0 if none
 * @param refusals the newest refusals of the session, at most 1,000, in order of number
 */
public record Greeting(boolean remembered, long last, List<Refusal> refusals) {
    public Greeting {
        refusals = List.copyOf(refusals);
    }
}
