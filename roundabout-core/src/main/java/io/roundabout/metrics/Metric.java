package io.roundabout.metrics;

import java.util.List;

/**
 * Every metric of the hub's own: docs/metrics.md says of each what it means and what to do, the dashboard and the alert rules
 * use these names, and tests compare all three. Labels are names of the pipeline, of which there are {@code metrics.names} at
 * most, or words of ours; never a key, a message-id, a vehicle or a port.
 */
public enum Metric {
    BUILD(Kind.GAUGE, "build.info", "", "Which hub it is; always 1", "version", "spark", "java"),
    READY(Kind.GAUGE, "ready", "", "1 while every door is open, else 0"),
    EPOCH(Kind.GAUGE, "epoch", "", "Number of the last turn that was committed"),
    CLOCK_UNCONFIRMED(
            Kind.GAUGE,
            "clock.unconfirmed",
            "",
            "1 while nothing expires before somebody confirms the clock of the machine, else 0"),

    STREAM_RECEIVED(
            Kind.COUNTER,
            "stream.received.messages",
            Metric.MESSAGES,
            "Messages taken, those that where left out included",
            Metric.STREAM),
    STREAM_RECEIVED_BYTES(
            Kind.COUNTER, "stream.received.bytes", "bytes", "Bytes of the bodies of messages taken", Metric.STREAM),
    STREAM_DUPLICATE(
            Kind.COUNTER,
            "stream.duplicate.messages",
            Metric.MESSAGES,
            "Messages known by their id, and not taken again",
            Metric.STREAM),
    STREAM_FILTERED(
            Kind.COUNTER, "stream.filtered.messages", Metric.MESSAGES, "Messages that where left out", Metric.STREAM),
    STREAM_REFUSED(
            Kind.COUNTER,
            "stream.refused.messages",
            Metric.MESSAGES,
            "Messages refused and set aside as dead letters",
            Metric.STREAM),
    STREAM_OVERDUE(
            Kind.GAUGE,
            "stream.overdue.seconds",
            Metric.SECONDS,
            "How long an expected message is overdue; 0 if it is not",
            Metric.STREAM),

    INPUT_RECEIVED(
            Kind.COUNTER,
            "input.received.messages",
            Metric.MESSAGES,
            "Messages that came to an input of a join or compute",
            Metric.TAKER,
            Metric.STREAM),
    INPUT_HELD(
            Kind.GAUGE,
            "input.held.messages",
            Metric.MESSAGES,
            "Messages that wait at an input of a join, or are in force",
            Metric.TAKER,
            Metric.STREAM),
    INPUT_OLDEST(
            Kind.GAUGE,
            "input.oldest.age.seconds",
            Metric.SECONDS,
            "How long the oldest message that waits has waited, at least; inputs that are latest have none",
            Metric.TAKER,
            Metric.STREAM),
    INPUT_USED(
            Kind.COUNTER,
            "input.used.messages",
            Metric.MESSAGES,
            "Messages used in a result and no longer held",
            Metric.TAKER,
            Metric.STREAM),
    INPUT_SUPERSEDED(
            Kind.COUNTER,
            "input.superseded.messages",
            Metric.MESSAGES,
            "Messages replaced by a newer one of their key",
            Metric.TAKER,
            Metric.STREAM),
    INPUT_EXPIRED(
            Kind.COUNTER,
            "input.expired.messages",
            Metric.MESSAGES,
            "Messages that became dead letters for want of time",
            Metric.TAKER,
            Metric.STREAM),
    INPUT_DROPPED(
            Kind.COUNTER,
            "input.dropped.messages",
            Metric.MESSAGES,
            "Messages let go at the end of their time, as the rules say",
            Metric.TAKER,
            Metric.STREAM),
    INPUT_DEAD(
            Kind.COUNTER,
            "input.dead.messages",
            Metric.MESSAGES,
            "Messages that became dead letters for another reason",
            Metric.TAKER,
            Metric.STREAM),
    COMPUTE_KEPT(
            Kind.GAUGE,
            "compute.kept.results",
            "results",
            "Results a compute goes on with, one for each key and open window",
            Metric.TAKER),

    OUTPUT_MADE(
            Kind.COUNTER,
            "output.made.messages",
            Metric.MESSAGES,
            "Messages made at an address: an output, a mailbox or dead/NAME",
            Metric.OUTPUT),
    OUTPUT_WAITING(
            Kind.GAUGE,
            "output.waiting.messages",
            Metric.MESSAGES,
            "Messages made there that did not leave yet",
            Metric.OUTPUT),
    OUTPUT_OLDEST(
            Kind.GAUGE,
            "output.oldest.age.seconds",
            Metric.SECONDS,
            "How long the oldest message that waits has waited",
            Metric.OUTPUT),
    OUTPUT_ACCEPTED(
            Kind.COUNTER,
            "output.accepted.messages",
            Metric.MESSAGES,
            "Messages that vehicles accepted",
            Metric.OUTPUT),
    OUTPUT_SUPERSEDED(
            Kind.COUNTER,
            "output.superseded.messages",
            Metric.MESSAGES,
            "Messages that a newer one replaced before anybody took them",
            Metric.OUTPUT),
    OUTPUT_DEAD(
            Kind.COUNTER,
            "output.dead.messages",
            Metric.MESSAGES,
            "Messages that became dead letters because they were rejected or failed too often",
            Metric.OUTPUT),
    OUTPUT_EXPIRED(
            Kind.COUNTER,
            "output.expired.messages",
            Metric.MESSAGES,
            "Messages that became dead letters because nobody took them within their ttl",
            Metric.OUTPUT),
    OUTPUT_DISCARDED(
            Kind.COUNTER,
            "output.discarded.messages",
            Metric.MESSAGES,
            "Messages that are gone: rejected dead letters, what an output drops past its ttl, what a topic retains no more",
            Metric.OUTPUT),
    OUTPUT_REDRIVEN(
            Kind.COUNTER,
            "output.redriven.messages",
            Metric.MESSAGES,
            "Dead letters that were sent back",
            Metric.OUTPUT),
    OUTPUT_REDELIVERED(
            Kind.COUNTER,
            "output.redelivered.messages",
            Metric.MESSAGES,
            "Deliveries of a message that was handed to a link or lease before",
            Metric.OUTPUT),
    DELIVERY(
            Kind.HISTOGRAM,
            "delivery",
            Metric.SECONDS,
            "From a message's arrival at the entrance, or that of the message that completed a result, until it is handed to a link or lease for the first time",
            Metric.OUTPUT),
    OUTPUT_LINKS(Kind.GAUGE, "output.links", "", "AMQP links and leases that collect", Metric.OUTPUT),
    OUTPUT_CREDIT(
            Kind.GAUGE, "output.credit.messages", Metric.MESSAGES, "Messages that they still ask for", Metric.OUTPUT),
    OUTPUT_UNSETTLED(
            Kind.GAUGE,
            "output.unsettled.messages",
            Metric.MESSAGES,
            "Messages that they have and did not settle",
            Metric.OUTPUT),

    RELAY_CONNECTED(
            Kind.GAUGE, "relay.connected", "", "1 while the broker of a relay has let it in, else 0", Metric.OUTPUT),
    RELAY_SENT(
            Kind.COUNTER,
            "relay.sent.messages",
            Metric.MESSAGES,
            "Messages sent to the broker of a relay, those sent again included",
            Metric.OUTPUT),
    RELAY_DOUBTFUL(
            Kind.COUNTER,
            "relay.doubtful.messages",
            Metric.MESSAGES,
            "Messages of them whose connection broke before the broker said what became of them; they are sent again",
            Metric.OUTPUT),

    REFUSED(
            Kind.COUNTER,
            "refused.messages",
            Metric.MESSAGES,
            "Messages refused, by code, set aside or not",
            Metric.CODE),
    CLOSED(
            Kind.COUNTER,
            "entrance.closed.connections",
            Metric.CONNECTIONS,
            "Connections that the entrance closed, by code",
            Metric.CODE),
    VEHICLES(Kind.GAUGE, "entrance.connections", Metric.CONNECTIONS, "Vehicles connected to the entrance"),
    HELD_BACK(
            Kind.GAUGE,
            "entrance.held.connections",
            Metric.CONNECTIONS,
            "Vehicles that are not read now, by why",
            "reason"),
    CLIENTS(Kind.GAUGE, "gate.connections", Metric.CONNECTIONS, "AMQP connections to the gate"),
    GATE_EVENTS(Kind.COUNTER, "gate.events", "", "What happened at the gate, by what", "event"),

    TURN(Kind.HISTOGRAM, "turn", Metric.SECONDS, "How long turns took, by whether they wrote", "wrote"),
    COMMIT(
            Kind.HISTOGRAM,
            "commit",
            Metric.SECONDS,
            "How long it took to write and sync a line of the epoch log, which commits a turn"),
    FSYNC(
            Kind.HISTOGRAM,
            "fsync",
            Metric.SECONDS,
            "How long a sync of a file or folder of the state on this machine took"),
    IMBALANCE(
            Kind.GAUGE,
            "ledger.imbalance.messages",
            Metric.MESSAGES,
            "Messages that came to inputs and are neither held nor accounted for"),
    DISK_FREE(Kind.GAUGE, "state.disk.free.bytes", "bytes", "Bytes that may still be written on the disk of the state"),
    DISK_LEAST(
            Kind.GAUGE,
            "state.disk.least.bytes",
            "bytes",
            "Bytes that are to stay free there; with less, all senders are held");

    /** What it is. */
    public enum Kind {
        /** Only grows, but for a restart. */
        COUNTER,
        /** What is so now. */
        GAUGE,
        /** How often something took how long. */
        HISTOGRAM
    }

    private static final String MESSAGES = "messages";
    private static final String CONNECTIONS = "connections";
    private static final String SECONDS = "seconds";
    private static final String STREAM = "stream";
    private static final String TAKER = "taker";
    private static final String OUTPUT = "output";
    private static final String CODE = "code";

    private static final String PREFIX = "roundabout.";
    private static final String SEPARATOR = ",";

    private final Kind kind;
    private final String dotted;
    private final String unit;
    private final String meaning;
    private final String labels;

    Metric(Kind kind, String dotted, String unit, String meaning, String... labels) {
        this.kind = kind;
        this.dotted = PREFIX + dotted;
        this.unit = unit;
        this.meaning = meaning;
        this.labels = String.join(SEPARATOR, labels);
    }

    /** Returns its name with dots and its unit, but for that of histograms, such as {@code roundabout.stream.received.messages}. */
    String dotted() {
        return dotted;
    }

    /** Returns what it is. */
    public Kind kind() {
        return kind;
    }

    /** Returns its base unit; empty if it has none. */
    public String unit() {
        return unit;
    }

    /** Returns what it means, for people. */
    public String meaning() {
        return meaning;
    }

    /** Returns the names of its labels, in order. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(SEPARATOR, -1));
    }

    /** Returns its name as Prometheus has it, such as {@code roundabout_stream_received_messages_total}. */
    public String text() {
        String name = dotted.replace('.', '_');
        return switch (kind) {
            case COUNTER -> name + "_total";
            case GAUGE -> name;
            case HISTOGRAM -> name + "_" + unit;
        };
    }
}
