package io.roundabout.outbox;

import java.io.Serializable;

/**
 * A watched lane as a turn left it.
 *
 * @param lane the lane
 * @param head no message below this number is held
 * @param next number the next message will get; every held message is below it
 * @param fresh messages the turn made, as far as there was appetite: those from {@code freshFrom} on without a gap
 * @param freshFrom number of the first fresh message; {@code next} if there are none
 * @param gone messages above the head that newer ones took the place of in the turn; not copied. At most {@link #MOST_GONE}:
 *     those beyond are not held either, and who has read one may deliver it as if that had been earlier
 */
public record LaneReport(Lane lane, long head, long next, HeldRows fresh, long freshFrom, long[] gone)
        implements Serializable {
    /** So that what all lanes of a turn report stays small: 8 bytes each. */
    static final int MOST_GONE = 50_000;

    private static final long[] NONE = {};

    /** A lane in which nothing was superseded. */
    public LaneReport(Lane lane, long head, long next, HeldRows fresh, long freshFrom) {
        this(lane, head, next, fresh, freshFrom, NONE);
    }
}
