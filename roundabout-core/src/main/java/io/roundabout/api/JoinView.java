package io.roundabout.api;

import io.roundabout.api.StatusView.TakerStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join: its rules in short, and what waits in it. One of the JSON of {@code GET /api/v1/joins}.
 *
 * @param name name of the join
 * @param output address where its results are collected
 * @param completes what a group has to have to be complete
 * @param withinSeconds seconds after which a group ends all the same, or null
 * @param otherwise what becomes of it then: {@code partial}, {@code dead} or {@code drop}; null without a time
 * @param inputs in the order declared
 */
public record JoinView(
        String name,
        String output,
        String completes,
        @Nullable Double withinSeconds,
        @Nullable String otherwise,
        List<InputView> inputs) {
    public JoinView {
        inputs = List.copyOf(inputs);
    }

    /**
     * An input of a join.
     *
     * @param stream name of its stream
     * @param mode {@code one}, {@code latest} or {@code all}
     * @param counts what came of its messages, as of the last commit
     */
    public record InputView(String stream, String mode, TakerStatus counts) {}
}
