package io.roundabout.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** When messages of a stream are expected. Overdue is an event and a figure, nothing else. */
public sealed interface Expectation {
    /**
     * Judges whether a message is overdue. Who watches since later than it was due does not know, and it is not.
     *
     * @param since when the watch began
     * @param last when the last message came since then, if one did
     * @param now the time
     * @return when it was due, if it did not come until now
     */
    Optional<Instant> overdue(Instant since, Optional<Instant> last, Instant now);

    /** Says to people what is expected. */
    String text();

    /**
     * A first message since midnight by {@code time} in {@code zone}. What did not come stays overdue until one comes, over
     * midnights too. A time that a change of the clocks leaves out is as much later as they were put forward; of one that comes
     * twice the first is meant.
     */
    record By(LocalTime time, ZoneId zone) implements Expectation {
        @Override
        public Optional<Instant> overdue(Instant since, Optional<Instant> last, Instant now) {
            LocalDate today = now.atZone(zone).toLocalDate();
            LocalDate day = due(today).isAfter(now) ? today.minusDays(1) : today;
            Instant due = due(day);
            Instant midnight = day.atStartOfDay(zone).toInstant();
            boolean came = last.isPresent() && !last.get().isBefore(midnight);
            return came || since.isAfter(due) ? Optional.empty() : Optional.of(due);
        }

        private Instant due(LocalDate day) {
            return day.atTime(time).atZone(zone).toInstant();
        }

        @Override
        public String text() {
            return "by " + time + " " + zone;
        }
    }

    /**
     * Never longer without a message than {@code interval}.
     *
     * @param interval 1 ms to ten years
     */
    record Every(Duration interval) implements Expectation {
        @Override
        public Optional<Instant> overdue(Instant since, Optional<Instant> last, Instant now) {
            Instant due = last.orElse(since).plus(interval);
            return now.isAfter(due) ? Optional.of(due) : Optional.empty();
        }

        @Override
        public String text() {
            return "every " + Durations.text(interval);
        }
    }
}
