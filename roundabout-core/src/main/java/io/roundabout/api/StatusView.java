package io.roundabout.api;

import java.util.List;

/**
 * What goes round in the hub, as of the last commit. It is also the JSON of {@code GET /api/v1/status}.
 *
 * @param state {@code ready} while every door is open, else {@code starting} or {@code stopping}
 * @param epoch number of the last turn that was committed
 * @param notices what somebody should know, and what to do about it, a sentence or some each; empty where all is well
 * @param streams in the order of their names
 * @param computes in the order of the pipeline file
 * @param outputs outputs and mailboxes, in the order of their names
 */
public record StatusView(
        String state,
        long epoch,
        List<String> notices,
        List<StreamStatus> streams,
        List<ComputeStatus> computes,
        List<OutputStatus> outputs) {
    /** The state in which every door is open. */
    public static final String READY = "ready";

    public StatusView {
        notices = List.copyOf(notices);
        streams = List.copyOf(streams);
        computes = List.copyOf(computes);
        outputs = List.copyOf(outputs);
    }

    /**
     * A stream, in messages. What is held, used and so on is summed over the joins and computes that take it.
     *
     * @param name name of the stream
     * @param in taken by the door
     * @param held waiting in a join, or in force there
     * @param used used in a result and no longer held; of a mailbox, passed on
     * @param superseded replaced by a newer one
     * @param duplicates known by their id, and not taken again
     * @param refused not taken
     * @param filtered left out by {@code where}
     * @param takers the joins and computes that take it: to each, {@code in - filtered} messages came
     */
    public record StreamStatus(
            String name,
            long in,
            long held,
            long used,
            long superseded,
            long duplicates,
            long refused,
            long filtered,
            List<TakerStatus> takers) {
        public StreamStatus {
            takers = List.copyOf(takers);
        }
    }

    /**
     * A stream in a join or compute that takes it, in messages: {@code in = held + used + superseded + expired + dropped + dead}.
     *
     * @param taker name of the join or compute
     * @param in came to it
     * @param held waiting, or in force
     * @param used used in a result and no longer held
     * @param superseded replaced by a newer one
     * @param expired became dead letters for want of time
     * @param dropped let go at the end of their time
     * @param dead became dead letters for another reason
     */
    public record TakerStatus(
            String taker, long in, long held, long used, long superseded, long expired, long dropped, long dead) {}

    /**
     * A compute, in messages that came to it: {@code in = used + dead}. Its results are those of the output of its name.
     *
     * @param name name of the compute
     * @param from name of the stream or join that feeds it
     * @param in came to it
     * @param used added up
     * @param dead became dead letters, because they could not be added
     * @param keeps results that it goes on with, one for each key and open window
     */
    public record ComputeStatus(String name, String from, long in, long used, long dead, long keeps) {}

    /**
     * An output, mailbox or {@code dead/NAME}, in messages: {@code made = waiting + accepted + superseded + dead + discarded +
     * expired + redriven}.
     *
     * @param name address it is collected at
     * @param waiting made and not settled
     * @param made made since the state began
     * @param accepted settled by a vehicle
     * @param superseded replaced by a newer one before anybody collected it
     * @param dead turned into dead letters
     * @param discarded dead letters that a vehicle rejected, messages past their ttl that the output drops, and what a topic
     *     retains no more
     * @param expired turned into dead letters for want of time
     * @param redriven dead letters that were sent back
     */
    public record OutputStatus(
            String name,
            long waiting,
            long made,
            long accepted,
            long superseded,
            long dead,
            long discarded,
            long expired,
            long redriven) {}
}
