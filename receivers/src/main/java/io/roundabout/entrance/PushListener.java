package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.List;

/** Hears what became of messages pushed through the {@link SideDoor}. Called by the entrance's thread; must not block. */
public interface PushListener {
    /**
     * Hears that messages are decided: durably committed and what they brought about ready, or refused.
     *
     * @param last number of the last of them; messages are numbered from 1 in the order in which they were pushed
     * @param refusals those of them that were refused and not told before, in order of number
     */
    void decided(long last, List<Refusal> refusals);

    /**
     * Hears that nothing more is taken or decided: the sender has to come back and push again what was not decided.
     *
     * @param text why
     */
    void givenUp(String text);
}
