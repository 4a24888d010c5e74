package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.pipeline.InputMode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a join holds of one key.
 *
 * @param inputs in the order declared
 */
public record GroupReading(List<InputReading> inputs) implements Serializable {
    public GroupReading {
        inputs = new ArrayList<>(inputs);
    }

    /** Returns whether nothing is held. */
    public boolean isEmpty() {
        return inputs.stream().allMatch(input -> input.count() == 0);
    }

    /**
     * What waits, or is in force, at an input.
     *
     * @param stream name of its stream
     * @param mode how the join takes it
     * @param count messages that wait
     * @param first the first of them, null if there are none
     * @param last the last of them, null if there are none
     */
    public record InputReading(
            String stream,
            InputMode mode,
            long count,
            @Nullable Brief first,
            @Nullable Brief last) implements Serializable {}

    /**
     * A message in brief. The array is not copied: whoever holds it must not write to it.
     *
     * @param arrivedMillis hub time of its arrival, milliseconds since 1970
     * @param id its duplicate id, or null
     * @param format what the body is
     * @param bodyBytes bytes of its body
     * @param beginning the first of them
     */
    public record Brief(long arrivedMillis, @Nullable String id, BodyFormat format, int bodyBytes, byte[] beginning)
            implements Serializable {}
}
