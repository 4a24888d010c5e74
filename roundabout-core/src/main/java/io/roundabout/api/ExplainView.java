package io.roundabout.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a key of a join has a result or none: the JSON of {@code GET /api/v1/explain/JOIN/KEY}.
 *
 * @param join name of the join
 * @param key the key
 * @param state {@code incomplete}, {@code being-made}, {@code ready}, {@code dead} or {@code nothing}
 * @param answer the same for people, and what to do
 * @param completes what a group of this join has to have to be complete
 * @param deadline when the group ends all the same, ISO 8601, or null
 * @param inputs what is there, in the order declared
 * @param missing inputs without a message
 * @param output what waits at the output
 * @param dead dead letters of this key
 */
public record ExplainView(
        String join,
        String key,
        String state,
        String answer,
        String completes,
        @Nullable String deadline,
        List<InputView> inputs,
        List<String> missing,
        OutputView output,
        List<DeadView> dead) {
    public ExplainView {
        inputs = List.copyOf(inputs);
        missing = List.copyOf(missing);
        dead = List.copyOf(dead);
    }

    /**
     * An input.
     *
     * @param stream name of its stream
     * @param mode {@code one}, {@code latest} or {@code all}
     * @param waiting messages of the key that wait; of {@code latest} 1 if one is in force
     * @param first the first of them, or null
     * @param last the last of them, or null
     * @param expires when the first expires if no result uses it, ISO 8601; null where its stream has no ttl, or none is there
     */
    public record InputView(
            String stream,
            String mode,
            long waiting,
            @Nullable ArrivalView first,
            @Nullable ArrivalView last,
            @Nullable String expires) {}

    /**
     * A message at an input.
     *
     * @param arrived when it arrived, ISO 8601
     * @param id its duplicate id, or null
     * @param bytes bytes of its body
     * @param beginning the first of them as text
     */
    public record ArrivalView(String arrived, @Nullable String id, int bytes, String beginning) {}

    /**
     * The output of the join.
     *
     * @param address where it is collected
     * @param ready results of this key that wait there, among those that were looked at
     * @param attempts failed deliveries of the first of them
     * @param lookedAt messages that were looked at
     * @param ahead messages of the output in this state partition
     * @param vehicles who is attached
     */
    public record OutputView(
            String address, long ready, int attempts, long lookedAt, long ahead, List<VehicleView> vehicles) {
        public OutputView {
            vehicles = List.copyOf(vehicles);
        }
    }

    /**
     * A vehicle that is attached to an output.
     *
     * @param vehicle its container-id
     * @param link name of its link
     * @param credit messages it still asks for
     * @param unsettled messages it has and did not settle
     */
    public record VehicleView(String vehicle, String link, long credit, int unsettled) {}

    /**
     * Dead letters of the key.
     *
     * @param address where they are
     * @param count how many, among those that were looked at
     * @param reason reason of the first
     * @param detail what it says
     */
    public record DeadView(String address, long count, String reason, String detail) {}
}
