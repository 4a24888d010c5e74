package io.roundabout.pipeline;

import java.util.List;

/**
 * A join: its group of a key is complete when every input has a message.
 *
 * @param name name of the join
 * @param inputs two or more, in the order declared; at least one is not {@link InputMode#LATEST}
 * @param output name of the output its results go to
 */
public record JoinRule(String name, List<Input> inputs, String output) {
    public JoinRule {
        inputs = List.copyOf(inputs);
    }
}
