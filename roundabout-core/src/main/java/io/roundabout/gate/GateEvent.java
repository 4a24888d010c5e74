package io.roundabout.gate;

/** What the gate counts. */
public enum GateEvent {
    /** A message was handed to a link. */
    DELIVERED,
    /** A message was too large for a link and passed over there. */
    PASSED_OVER,
    /** A message that a client pushed was committed, or was known already. */
    PUSHED,
    /** A message that a client pushed was refused. */
    PUSH_REFUSED,
    /** A link was refused. */
    LINK_REFUSED,
    /** A connection was turned away because there were too many. */
    CONNECTION_REFUSED,
    /** A connection was closed because its client broke the protocol or missed a deadline. */
    CONNECTION_FAILED,
    /** A connection was lost without a close frame. */
    CONNECTION_LOST
}
