package io.roundabout.outbox;

import java.io.Serializable;

/**
 * What became of a run of messages of a lane. Numbers in the run that are no longer held are passed over.
 *
 * @param lane the lane
 * @param first number of the first message
 * @param last number of the last message, at least {@code first}
 * @param outcome what to do with them
 * @param reason for {@link Outcome#DEAD}: {@code rejected} or {@code max-deliveries}; else empty
 * @param detail for {@link Outcome#DEAD}: text for people; else empty
 * @param head smallest number of the lane that is still held once this settlement is done, as the gate knows it
 */
public record Settlement(Lane lane, long first, long last, Outcome outcome, String reason, String detail, long head)
        implements Serializable {
    public Settlement {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("settlement of " + first + " to " + last);
        }
    }
}
