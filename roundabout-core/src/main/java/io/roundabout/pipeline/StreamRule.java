package io.roundabout.pipeline;

import io.roundabout.entrance.StreamFormat;
import java.util.Optional;

/**
 * A declared stream.
 *
 * @param name name of the stream
 * @param format what its lines are
 * @param key JSON pointer (RFC 6901) of the key, if one is declared
 * @param keyless whether the file says {@code key: none}
 * @param ids how duplicates are recognised
 * @param intake what it takes in
 */
public record StreamRule(
        String name, StreamFormat format, Optional<String> key, boolean keyless, IdRule ids, Intake intake) {
    /** A stream that takes everything. */
    public StreamRule(String name, StreamFormat format, Optional<String> key, boolean keyless, IdRule ids) {
        this(name, format, key, keyless, ids, Intake.DEFAULT);
    }

    /** A stream that says nothing of ids either. */
    public StreamRule(String name, StreamFormat format, Optional<String> key, boolean keyless) {
        this(name, format, key, keyless, IdRule.DEFAULT);
    }
}
