package io.roundabout.api;

import java.util.List;

/**
 * Who is connected: the JSON of {@code GET /api/v1/vehicles}.
 *
 * @param sessions connections to the entrance, which push lines
 * @param links links of AMQP clients, which push or collect
 */
public record VehiclesView(List<SessionView> sessions, List<LinkView> links) {
    public VehiclesView {
        sessions = List.copyOf(sessions);
        links = List.copyOf(links);
    }

    /**
     * A connection to the entrance.
     *
     * @param peer address of its end, {@code HOST:PORT}
     * @param vehicle the name it said; empty if it said none
     * @param session id of the session it can go on with; empty if it has none
     * @param stream where its next message goes; empty before its first line, in a batch and after its last
     * @param messages number of the last message of its session that came whole
     * @param undecided of those, messages without a final answer
     * @param quietMillis milliseconds since something was last read from it
     * @param held why it is not read: {@code quota}, {@code window} or {@code disk}; empty if it is
     */
    public record SessionView(
            String peer,
            String vehicle,
            String session,
            String stream,
            long messages,
            long undecided,
            long quietMillis,
            String held) {}

    /**
     * A link of an AMQP client.
     *
     * @param peer address of its end of the connection, {@code HOST:PORT}
     * @param vehicle its container-id
     * @param link name of the link
     * @param direction {@code collect} or {@code push}
     * @param address what it collects, which may be a pattern or a subscription, or the stream it pushes to
     * @param credit messages that may be sent on it now, 0 to 2^32-1
     * @param unsettled messages that were sent on it and are not settled
     */
    public record LinkView(
            String peer, String vehicle, String link, String direction, String address, long credit, int unsettled) {}
}
