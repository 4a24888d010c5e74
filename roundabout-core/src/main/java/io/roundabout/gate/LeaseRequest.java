package io.roundabout.gate;

import java.time.Duration;

/**
 * What somebody wants who has no link.
 *
 * @param address a queue, mailbox or {@code dead/NAME}
 * @param most messages at most, from 1
 * @param patience how long to wait for the first, from 0
 * @param term how long they are kept for who asked, more than 0
 */
public record LeaseRequest(String address, int most, Duration patience, Duration term) {
    public LeaseRequest {
        if (most < 1 || patience.isNegative() || term.isNegative() || term.isZero()) {
            throw new IllegalArgumentException(most + " messages, patience " + patience + ", term " + term);
        }
    }
}
