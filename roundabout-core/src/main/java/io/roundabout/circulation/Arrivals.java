package io.roundabout.circulation;

import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.Map;
import java.util.TreeMap;

/** When the last message came of each stream whose messages are expected. Changed by the loop's thread alone; read by any. */
final class Arrivals {
    private volatile Map<String, Arrival> known;

    /**
     * Watches what the rules say.
     *
     * @param kept what the epoch log says
     */
    Arrivals(Map<String, Arrival> kept, Pipeline rules, long nowMillis) {
        known = Map.copyOf(kept);
        watch(rules, nowMillis);
    }

    /** Watches the streams whose messages are expected by these rules, from now on, and no others. */
    final void watch(Pipeline rules, long nowMillis) {
        Map<String, Arrival> watched = new TreeMap<>();
        rules.streams().forEach((stream, rule) -> {
            if (rule.intake().expectation().isPresent()) {
                watched.put(stream, known.getOrDefault(stream, new Arrival(nowMillis, 0)));
            }
        });
        known = Map.copyOf(watched);
    }

    /** Returns what is known with a turn, by what it counted; to be {@linkplain #committed noted} once it is committed. */
    Map<String, Arrival> with(Ledger turn, long nowMillis) {
        Map<String, Arrival> then = new TreeMap<>(known);
        then.replaceAll((stream, before) ->
                turn.count(stream, Counter.IN) > 0 ? new Arrival(before.sinceMillis(), nowMillis) : before);
        return then;
    }

    void committed(Map<String, Arrival> then) {
        known = Map.copyOf(then);
    }

    /** Returns what is known as of the last turn. */
    Map<String, Arrival> known() {
        return known;
    }
}
