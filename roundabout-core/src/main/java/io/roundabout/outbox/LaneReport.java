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
 * @param oldestMillis hub time at which the oldest message that is held was made; {@link #NONE_HELD}, or {@link
 *     #OLDEST_AS_BEFORE} where the turn did not look
 */
public record LaneReport(
        Lane lane, long head, long next, HeldRows fresh, long freshFrom, long[] gone, long oldestMillis)
        implements Serializable {
    /** So that what all lanes of a turn report stays small: 8 bytes each. */
    static final int MOST_GONE = 50_000;

    /** Nothing is held. */
    public static final long NONE_HELD = -1;

    /** The oldest message is as old as it was said to be before. */
    public static final long OLDEST_AS_BEFORE = -2;

    private static final long[] NONE = {};

    /** A lane in which nothing was superseded. */
    public LaneReport(Lane lane, long head, long next, HeldRows fresh, long freshFrom) {
        this(lane, head, next, fresh, freshFrom, NONE);
    }

    /** A lane of whose oldest message nothing new is known. */
    @SuppressWarnings("ParameterNumber") // the record's own, but for the last
    public LaneReport(Lane lane, long head, long next, HeldRows fresh, long freshFrom, long[] gone) {
        this(lane, head, next, fresh, freshFrom, gone, OLDEST_AS_BEFORE);
    }

    /** Returns the same with how old its oldest message is. */
    LaneReport since(long millis) {
        return new LaneReport(lane, head, next, fresh, freshFrom, gone, millis);
    }
}
