package io.roundabout.api;

import java.util.List;

/**
 * What goes round in the hub, as of the last commit. It is also the JSON of {@code GET /api/v1/status}.
 *
 * @param state {@code ready} while every door is open, else {@code starting} or {@code stopping}
 * @param epoch number of the last turn that was committed
 * @param streams in the order of their names
 * @param outputs outputs and mailboxes, in the order of their names
 */
public record StatusView(String state, long epoch, List<StreamStatus> streams, List<OutputStatus> outputs) {
    /** The state in which every door is open. */
    public static final String READY = "ready";

    public StatusView {
        streams = List.copyOf(streams);
        outputs = List.copyOf(outputs);
    }

    /**
     * A stream, in messages.
     *
     * @param name name of the stream
     * @param in taken
     * @param held waiting in a join, or in force there
     * @param used used in a result and no longer held
     * @param superseded replaced by a newer one
     * @param duplicates known by their id, and not taken again
     * @param refused not taken
     */
    public record StreamStatus(
            String name, long in, long held, long used, long superseded, long duplicates, long refused) {}

    /**
     * An output or mailbox, in messages.
     *
     * @param name address it is collected at
     * @param waiting made and not settled
     * @param made made since the state began
     * @param accepted settled by a vehicle
     * @param dead turned into dead letters
     */
    public record OutputStatus(String name, long waiting, long made, long accepted, long dead) {}
}
