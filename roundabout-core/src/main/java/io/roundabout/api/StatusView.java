package io.roundabout.api;

import java.util.List;

/**
 * What goes round in a hub, as of its last turn; the answer of {@code GET /api/v1/status}. All counts are in messages since
 * the state folder was made.
 *
 * @param state id of the state folder
 * @param epoch number of the last committed turn
 * @param streams streams that messages came to, by name
 * @param inputs inputs of joins, in the order of the pipeline
 * @param outputs outputs, mailboxes and dead letters that hold or held messages, by name
 */
public record StatusView(
        String state, long epoch, List<StreamView> streams, List<InputView> inputs, List<OutputView> outputs) {
    public StatusView {
        streams = List.copyOf(streams);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * A stream.
     *
     * @param name its name
     * @param taken messages taken
     * @param refused messages refused and set aside at {@code dead/NAME}
     */
    public record StreamView(String name, long taken, long refused) {}

    /**
     * An input of a join: {@code taken = held + used + superseded}.
     *
     * @param join name of the join
     * @param stream name of the stream it takes
     * @param taken messages taken
     * @param held messages that wait for the others, or are in force
     * @param used messages used in a result and no longer held
     * @param superseded messages replaced by a newer one
     */
    public record InputView(String join, String stream, long taken, long held, long used, long superseded) {}

    /**
     * An address: {@code made = waiting + accepted + dead}; what waits includes what is with a vehicle and not settled.
     *
     * @param name the address
     * @param made messages made
     * @param waiting messages held
     * @param accepted messages that a vehicle accepted
     * @param dead messages that became dead letters, or were given up as such
     */
    public record OutputView(String name, long made, long waiting, long accepted, long dead) {}
}
