package io.roundabout.pipeline;

import java.util.List;

/**
 * A join.
 *
 * @param name name of the join
 * @param inputs two or more, in the order declared; at least one is not {@link InputMode#LATEST}
 * @param ending how a group ends
 * @param result what is made of it
 * @param output name of the output its results go to
 */
public record JoinRule(String name, List<Input> inputs, Ending ending, ResultRule result, String output) {
    public JoinRule {
        inputs = List.copyOf(inputs);
    }

    /** A join whose groups are complete with all inputs, and whose results are the bodies as they were sent. */
    public JoinRule(String name, List<Input> inputs, String output) {
        this(name, inputs, Ending.DEFAULT, ResultRule.BODIES, output);
    }

    /** Returns whether {@code stream} is one of its inputs. */
    public boolean takes(String stream) {
        return inputs.stream().anyMatch(input -> input.stream().equals(stream));
    }
}
