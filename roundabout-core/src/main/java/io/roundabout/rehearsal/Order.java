package io.roundabout.rehearsal;

import io.roundabout.pipeline.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One order of arrival of everything in a case. Immutable.
 *
 * @param acts the events of each act
 */
record Order(List<List<Event>> acts) {
    private static final int LONGEST_BODY = 160;

    Order {
        acts = acts.stream().map(List::copyOf).toList();
    }

    /** Returns the order with the events of one act replaced. */
    Order with(int act, List<Event> events) {
        List<List<Event>> replaced = new ArrayList<>(acts);
        replaced.set(act, events);
        return new Order(replaced);
    }

    /** Returns a line for each event, as a person reads it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int act = 0; act < acts.size(); act++) {
            if (acts.size() > 1) {
                lines.add("act " + (act + 1));
            }
            for (Event event : acts.get(act)) {
                lines.addAll(lines(event));
            }
        }
        return lines;
    }

    private static List<String> lines(Event event) {
        if (event instanceof Event.Clock clock) {
            return clock.at().equals(Duration.ZERO) ? List.of() : List.of("at " + Durations.text(clock.at()));
        }
        if (event instanceof Event.Restart) {
            return List.of("-- a turn ends, and the hub is killed and started again");
        }
        if (event instanceof Event.Turn) {
            return List.of("-- a turn ends");
        }
        Event.Arrival arrival = (Event.Arrival) event;
        return arrival.unit().messages().stream()
                .map(message -> line(message) + (arrival.again() ? " (again)" : ""))
                .toList();
    }

    private static String line(Given message) {
        String body = message.text();
        return "  " + message.stream() + " "
                + (body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) + " …" : body)
                + message.batch().map(batch -> " in batch " + batch).orElse("");
    }
}
