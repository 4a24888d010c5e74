package io.roundabout.compute;

import io.roundabout.entrance.BodyFormat;
import org.jspecify.annotations.Nullable;

/**
 * A message that computes take. Arrays are not copied: whoever holds one must not write to it.
 *
 * @param key UTF-8 of its key, or null
 * @param format what the body is
 * @param contentType MIME type of the body
 * @param body the body
 * @param id UTF-8 of its duplicate id, or null
 * @param position place in the order of arrival within the turn, from 0
 * @param firstSeenMillis hub time at which it, or the first of its parts, arrived
 */
public record Arrival(
        byte @Nullable [] key,
        BodyFormat format,
        String contentType,
        byte[] body,
        byte @Nullable [] id,
        int position,
        long firstSeenMillis) {}
