package io.roundabout.state;

/**
 * The tables of held state: the first byte of every row's key. The numbers are part of the state format and never reused;
 * those without rows yet are reserved. See docs/decisions/0001-state-layout.md.
 */
public enum Table {
    /** Head row of a group: which messages of a key wait at which input of a join. */
    GROUP(1),
    /** A message that waits, or is in force, in a group. */
    HELD(2),
    /** Head row of a lane. */
    LANE(3),
    /** A message that waits to be collected. */
    OUTBOX(4),
    /** Failed deliveries of a message that waits to be collected. */
    ATTEMPTS(5),
    /** What is remembered of a resumable session. */
    SESSION(6),
    /** The ledger of the partition. */
    LEDGER(7),
    /** What is remembered of a message with a duplicate id. */
    ID(8),
    /** Subscriptions of topics, what they settled out of order, and the newest message of each key of a topic. */
    SUBSCRIPTION(9),
    /** Reserved: messages of batches that are still open. */
    STAGED(10),
    /** Messages of a join's input that are held until a deadline, in the order in which they are due. */
    DEADLINE(11),
    /** Reserved: the oldest that waits. */
    AGE(12),
    /** Completions that go on in the next turn, and the messages pinned for them. */
    CURSOR(13),
    /** Reserved: hub time. */
    CLOCK(14),
    /** Reserved: what the partition knows of itself. */
    META(15),
    /** Ids whose messages left, in that order. */
    LEAVING(16);

    private final byte number;

    Table(int number) {
        this.number = (byte) number;
    }

    /** Returns the number that keys of this table start with. */
    public byte number() {
        return number;
    }

    /**
     * Returns the table that a row belongs to.
     *
     * @throws IllegalArgumentException if there is no table of its number
     */
    public static Table ofRow(byte[] key) {
        for (Table table : values()) {
            if (table.number == key[0]) {
                return table;
            }
        }
        throw new IllegalArgumentException("no table " + key[0]);
    }
}
