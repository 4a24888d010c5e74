package io.roundabout.entrance;

/**
 * A vehicle that is connected to an entrance.
 *
 * @param peer address of its end of the connection, {@code HOST:PORT}
 * @param vehicle its name; empty if it did not say one
 * @param session id of its session, with which it can go on; empty if it has none
 * @param stream where its next message goes; empty before its first line and after its last
 * @param messages number of the last message of its session that was framed
 * @param undecided messages of those that it has no final answer for
 * @param quietMillis milliseconds since something was last read from it
 * @param held why it is not read: {@code quota}, {@code window} or {@code disk}; empty if it is
 */
public record VehicleReport(
        String peer,
        String vehicle,
        String session,
        String stream,
        long messages,
        long undecided,
        long quietMillis,
        String held) {}
