package io.roundabout.rehearsal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Looks for the shortest order that fails, from one that does: without restarts, repeats and ends of turns that do not matter,
 * and as near to the order of the file as it can be. Confined to one thread.
 */
final class Shrinking {
    private static final int MOST_TRIALS = 2_000;

    private final Predicate<Order> fails;
    private int trials;
    private Order shortest;

    private Shrinking(Order failing, Predicate<Order> fails) {
        this.shortest = failing;
        this.fails = fails;
    }

    /** Returns the shortest order found that {@code fails} as {@code failing} does. */
    static Order of(Order failing, Case rehearsed, Predicate<Order> fails) {
        Shrinking shrinking = new Shrinking(failing, fails);
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int act = 0; act < failing.acts().size(); act++) {
                List<Unit> file = Unit.of(rehearsed.acts().get(act));
                shorter |= shrinking.leaveOut(act) || shrinking.calm(act) || shrinking.straighten(act, file);
            }
        }
        return shrinking.shortest;
    }

    /** Leaves out what is no message that came for the first time. */
    private boolean leaveOut(int act) {
        boolean shorter = false;
        for (int i = 0; i < events(act).size(); i++) {
            Event event = events(act).get(i);
            boolean needed = event instanceof Event.Clock || isFirst(event);
            if (!needed) {
                List<Event> fewer = new ArrayList<>(events(act));
                fewer.remove(i);
                if (accept(act, fewer)) {
                    shorter = true;
                    i--;
                }
            }
        }
        return shorter;
    }

    /** Makes a plain end of a turn of a restart. */
    private boolean calm(int act) {
        boolean shorter = false;
        for (int i = 0; i < events(act).size(); i++) {
            if (events(act).get(i) instanceof Event.Restart) {
                List<Event> calmer = new ArrayList<>(events(act));
                calmer.set(i, new Event.Turn());
                shorter |= accept(act, calmer);
            }
        }
        return shorter;
    }

    /** Swaps what arrives one after the other and stands the other way round in the file. */
    private boolean straighten(int act, List<Unit> file) {
        boolean shorter = false;
        for (int i = 0; i < events(act).size(); i++) {
            int next = nextArrival(events(act), i);
            if (next > 0 && place(events(act).get(i), file) > place(events(act).get(next), file)) {
                List<Event> straighter = new ArrayList<>(events(act));
                Collections.swap(straighter, i, next);
                shorter |= repeatsOnly(straighter) && accept(act, straighter);
            }
        }
        return shorter;
    }

    /** Returns where the next first arrival after one stands; -1 if there is none, or time passes before it. */
    private static int nextArrival(List<Event> events, int first) {
        if (!isFirst(events.get(first))) {
            return -1;
        }
        for (int i = first + 1; i < events.size() && !(events.get(i) instanceof Event.Clock); i++) {
            if (isFirst(events.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isFirst(Event event) {
        return event instanceof Event.Arrival arrival && !arrival.again();
    }

    /** Returns whether what comes again came before. */
    private static boolean repeatsOnly(List<Event> events) {
        List<Unit> came = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Arrival arrival) {
                if (arrival.again() && came.stream().noneMatch(unit -> isSame(unit, arrival.unit()))) {
                    return false;
                }
                came.add(arrival.unit());
            }
        }
        return true;
    }

    private static int place(Event event, List<Unit> file) {
        Unit unit = ((Event.Arrival) event).unit();
        for (int i = 0; i < file.size(); i++) {
            if (isSame(file.get(i), unit)) {
                return i;
            }
        }
        throw new IllegalStateException("a message that is not in the case");
    }

    /** Two messages may be equal; each is the one it is. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Unit one, Unit other) {
        return one.messages().get(0) == other.messages().get(0);
    }

    private List<Event> events(int act) {
        return shortest.acts().get(act);
    }

    private boolean accept(int act, List<Event> events) {
        Order candidate = shortest.with(act, events);
        if (trials++ >= MOST_TRIALS || !fails.test(candidate)) {
            return false;
        }
        shortest = candidate;
        return true;
    }
}
