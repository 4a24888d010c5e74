package io.roundabout.state;

/** What the ledger counts, for a name, in messages. The numbers are part of the state format and never reused. */
public enum Counter {
    /** Stream: messages taken. */
    IN(1),
    /** Join input, counted on the stream's name: messages that wait or are in force. */
    HELD(2),
    /** Stream: messages used in a result and no longer held. */
    USED(3),
    /** Stream: {@code latest} messages replaced by a newer one. */
    SUPERSEDED(4),
    /** Stream: messages refused. */
    REFUSED(5),
    /** Output: messages made. */
    MADE(6),
    /** Output: messages accepted by a vehicle. */
    ACCEPTED(7),
    /** Output: messages that became dead letters. */
    DEAD(8);

    private final byte number;

    Counter(int number) {
        this.number = (byte) number;
    }

    /** Returns the number it is stored as. */
    public byte number() {
        return number;
    }
}
