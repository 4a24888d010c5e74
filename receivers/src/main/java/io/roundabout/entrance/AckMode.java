package io.roundabout.entrance;

/** What a vehicle wants to be told. */
enum AckMode {
    /** {@code +ok} as commits happen. */
    RECEIPTS,
    /** {@code +ok} at half-close and when the vehicle is quiet. */
    FINAL,
    /** Nothing but {@code -close}. */
    OFF
}
