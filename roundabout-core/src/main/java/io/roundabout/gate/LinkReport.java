package io.roundabout.gate;

/**
 * A link that a client has with the gate.
 *
 * @param peer address of the client's end of the connection, {@code HOST:PORT}
 * @param vehicle container-id of the client
 * @param link name of the link
 * @param collects whether it collects; if not, it pushes
 * @param address what it collects from, which may be a pattern or {@code TOPIC/CONTAINER/LINK}, or the stream it pushes to
 * @param credit messages that may still be sent on it before the receiving end gives more
 * @param unsettled messages that were sent on it and are not settled
 */
public record LinkReport(
        String peer, String vehicle, String link, boolean collects, String address, long credit, int unsettled) {}
