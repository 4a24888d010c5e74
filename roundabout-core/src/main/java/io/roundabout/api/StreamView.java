package io.roundabout.api;

import io.roundabout.api.StatusView.StreamStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream: its rules in short, and its counts. One of the JSON of {@code GET /api/v1/streams}.
 *
 * @param name name of the stream
 * @param declared whether the pipeline file has it; if not, somebody pushed to it
 * @param format {@code json}, {@code text} and so on; {@code any} of one that is not declared
 * @param key JSON pointer of its key, or null
 * @param takers joins and computes that take it; where there are none it is a mailbox, collected under its own name
 * @param counts what came of its messages, as of the last commit
 */
public record StreamView(
        String name,
        boolean declared,
        String format,
        @Nullable String key,
        List<String> takers,
        StreamStatus counts) {
    public StreamView {
        takers = List.copyOf(takers);
    }
}
