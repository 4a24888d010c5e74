package io.roundabout.pipeline;

import java.util.OptionalLong;

/**
 * What a stream may hold before its senders are held back. At least one of the two is given.
 *
 * @param messages messages, at least 1
 * @param bytes bytes, at least 1
 */
public record Quota(OptionalLong messages, OptionalLong bytes) {}
