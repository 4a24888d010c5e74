package io.roundabout.state;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the ledger counts, in messages where it does not say otherwise. For each input of a join, named {@code JOIN/STREAM}: {@code in = held + used +
 * superseded + expired + dropped + dead}; for each address: {@code made = waiting + accepted + superseded + dead + discarded + expired + redriven}, where what waits is counted
 * by the lane itself. For each input of a compute, named {@code COMPUTE/STREAM} or {@code COMPUTE/JOIN}: {@code in = used + dead}; what a
 * compute keeps is counted as held by itself, in results, named {@code COMPUTE/COMPUTE}. The numbers are part of the state format and never reused.
 */
public enum Counter {
    /** Stream, and each input of a join: messages taken. */
    IN(1),
    /** Input of a join: messages that wait or are in force. */
    HELD(2),
    /** Input of a join: messages used in a result and no longer held. */
    USED(3),
    /** Input of a join: {@code latest} messages replaced by a newer one, used before or not; subscription: outdated when it began. */
    SUPERSEDED(4),
    /** Stream: messages refused. */
    REFUSED(5),
    /** Address: messages made. */
    MADE(6),
    /** Address: messages accepted by a vehicle. */
    ACCEPTED(7),
    /** Address: messages that became dead letters, or dead letters that went to the end of their lane. */
    DEAD(8),
    /**
     * Address {@code dead/NAME}: dead letters that a vehicle rejected, and that are gone; output that says {@code on-expiry:
     * drop}: messages past their ttl; topic: messages it retains no more.
     */
    DISCARDED(9),
    /** Stream: messages that were known by their id, and not taken again. */
    DUPLICATES(10),
    /** Stream: messages that its {@code where} left out. */
    FILTERED(11),
    /** Input of a join, and address: messages that became dead letters for want of time. */
    EXPIRED(12),
    /** Input of a join: messages that its rules let go at the end of their time. */
    DROPPED(13),
    /** Address {@code dead/NAME}: dead letters that were sent back. */
    REDRIVEN(14),
    /**
     * Input of a join, and stream that is a mailbox, where the stream has a quota of bytes: bytes of the bodies that are held,
     * not messages. What leaves is counted with the mean size of what was there, so it is exact where sizes are alike, and
     * whenever nothing is held.
     */
    BYTES(15),
    /** Input of a join that is {@code all}: keys, not messages, of which as many messages wait as its {@code max}. */
    FULL(16),
    /** Stream: bytes of the bodies of the messages taken, not messages. */
    IN_BYTES(17);

    /** How a message leaves an address: {@code made = waiting +} these. */
    static final Set<Counter> LEAVING =
            Collections.unmodifiableSet(EnumSet.of(ACCEPTED, SUPERSEDED, DEAD, DISCARDED, EXPIRED, REDRIVEN));

    private static final Counter[] BY_NUMBER = values();

    private final byte number;

    Counter(int number) {
        this.number = (byte) number;
    }

    /** Returns the number it is stored as. */
    public byte number() {
        return number;
    }

    /**
     * Returns the counter stored as {@code number}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Counter of(byte number) {
        if (number < 1 || number > BY_NUMBER.length) {
            throw new IllegalArgumentException("no counter " + number);
        }
        return BY_NUMBER[number - 1];
    }
}
