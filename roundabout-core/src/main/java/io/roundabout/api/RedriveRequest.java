package io.roundabout.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to send back: the body of {@code POST /api/v1/redrive/NAME}.
 *
 * @param key key of the letters, or null for any
 * @param reason their reason, or null for any
 * @param most most messages to send back, at least 1; null for all
 * @param dryRun whether to say only what would be done
 * @param force whether to send back also what was sent back three times before
 * @param places where the step before came to, or null in the first
 */
public record RedriveRequest(
        @Nullable String key,
        @Nullable String reason,
        @Nullable Long most,
        boolean dryRun,
        boolean force,
        @Nullable List<Place> places) {

    /**
     * How far a redrive came in a state partition.
     *
     * @param from smallest number that was not looked at
     * @param until smallest number that is not to be looked at
     */
    public record Place(long from, long until) {}
}
