package io.roundabout.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who feeds what, by the rules in force. What nobody declared is not in it.
 *
 * @param streams in the order of the pipeline file, as the others
 * @param joins that take streams
 * @param computes that take a stream, or what a join makes
 * @param outputs where something is collected, mailboxes too
 */
public record TopologyView(
        List<String> streams, List<JoinNode> joins, List<ComputeNode> computes, List<OutputNode> outputs) {
    public TopologyView {
        streams = List.copyOf(streams);
        joins = List.copyOf(joins);
        computes = List.copyOf(computes);
        outputs = List.copyOf(outputs);
    }

    /**
     * A join.
     *
     * @param name name of the join
     * @param inputs in the order declared
     * @param within how long its groups wait, for people; null: for ever
     */
    public record JoinNode(
            String name, List<InputNode> inputs, @Nullable String within) {
        public JoinNode {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * An input of a join.
     *
     * @param stream name of its stream
     * @param mode {@code one}, {@code latest} or {@code all}
     */
    public record InputNode(String stream, String mode) {}

    /**
     * A compute.
     *
     * @param name name of the compute
     * @param from name of the stream or join that feeds it
     */
    public record ComputeNode(String name, String from) {}

    /**
     * An address to collect at.
     *
     * @param name the address
     * @param deliver {@code queue}, {@code topic} or, to a broker, {@code relay}
     * @param from names of the streams, joins and computes that feed it
     */
    public record OutputNode(String name, String deliver, List<String> from) {
        public OutputNode {
            from = List.copyOf(from);
        }
    }
}
