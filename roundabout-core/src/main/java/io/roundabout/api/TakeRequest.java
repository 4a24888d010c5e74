package io.roundabout.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.pipeline.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to take: the body of {@code POST /api/v1/outputs/ADDRESS/take}. Times have a unit, as in {@code 500ms}, {@code 30s},
 * {@code 5m} or {@code 2h}.
 *
 * @param max messages at most, 1 to 1,000; null: 10
 * @param patience {@code wait}: how long to wait for the first, 0s to 5m; null: 0s
 * @param lease how long they are the caller's, 1s to 12h; null: 5m
 */
public record TakeRequest(
        @Nullable Integer max,
        @JsonProperty("wait") @Nullable String patience,
        @Nullable String lease) {
    private static final int DEFAULT_MOST = 10;
    private static final int MOST = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofHours(12);

    /**
     * Returns messages at most.
     *
     * @throws RoundaboutException with code {@code BAD_REQUEST} if that is out of range
     */
    public int most() {
        int most = max == null ? DEFAULT_MOST : max;
        if (most < 1 || most > MOST) {
            throw wrong("'max' is " + most + "; it is 1 to " + MOST);
        }
        return most;
    }

    /**
     * Returns how long to wait for the first.
     *
     * @throws RoundaboutException with code {@code BAD_REQUEST} if that is out of range
     */
    public Duration waits() {
        return within("wait", patience, Duration.ZERO, Duration.ZERO, LONGEST_WAIT);
    }

    /**
     * Returns how long they are the caller's.
     *
     * @throws RoundaboutException with code {@code BAD_REQUEST} if that is out of range
     */
    public Duration term() {
        return within("lease", lease, DEFAULT_LEASE, SHORTEST_LEASE, LONGEST_LEASE);
    }

    private static Duration within(
            String name, @Nullable String text, Duration other, Duration shortest, Duration longest) {
        if (text == null) {
            return other;
        }
        try {
            Duration time = Durations.parse(text);
            if (time.compareTo(shortest) >= 0 && time.compareTo(longest) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            throw wrong("'" + name + "': " + e.getMessage());
        }
        throw wrong(
                "'" + name + "' is '" + text + "'; it is " + shortest.toSeconds() + "s to " + Durations.text(longest));
    }

    private static RoundaboutException wrong(String text) {
        return new RoundaboutException(Fault.VEHICLE, "BAD_REQUEST", text);
    }
}
