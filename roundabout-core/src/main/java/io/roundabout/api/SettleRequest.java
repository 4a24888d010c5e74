package io.roundabout.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages of a lease: the body of {@code POST /api/v1/leases/ID/settle}. An outcome is {@code accepted},
 * {@code released}, {@code rejected} or {@code modified}. Where neither is given all are accepted.
 *
 * @param outcome of all that the lease has, but for those in {@code messages}; null where {@code messages} is given: they stay
 *     with the lease
 * @param messages outcome by message-id, or null
 * @param reason why messages are rejected, for who finds them among the dead letters, up to 1,024 characters; or null
 */
public record SettleRequest(
        @Nullable String outcome,
        @Nullable Map<String, String> messages,
        @Nullable String reason) {}
