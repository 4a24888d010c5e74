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
 */
public record StreamRule(String name, StreamFormat format, Optional<String> key, boolean keyless) {}
