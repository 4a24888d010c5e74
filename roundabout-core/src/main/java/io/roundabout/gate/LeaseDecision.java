package io.roundabout.gate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the messages of a lease.
 *
 * @param named with these, by message-id
 * @param rest with all others that it has; null: they stay with the lease
 * @param reason why, for those who find a rejected message among the dead letters; may be empty
 */
public record LeaseDecision(
        Map<String, Disposal> named, @Nullable Disposal rest, String reason) {
    public LeaseDecision {
        named = Map.copyOf(named);
    }

    /** Does the same with all. */
    public static LeaseDecision all(Disposal disposal) {
        return new LeaseDecision(Map.of(), disposal, "");
    }
}
