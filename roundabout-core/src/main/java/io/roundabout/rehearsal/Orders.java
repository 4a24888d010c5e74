package io.roundabout.rehearsal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The orders in which a case is tried: all ways in which the messages of different vehicles can come among each other, if they
 * are few, and else as many of them as are wanted, at random. Each with turns that end here and there, restarts, and messages
 * that come again. The same seed makes the same orders. Confined to one thread.
 */
final class Orders {
    /** How often each way is tried, with other turns and restarts, if there are few. */
    private static final int LAPS = 8;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private static final List<Style> STYLES = List.of(Style.values());

    private final long seed;
    private final int wanted;
    private final Predicate<Given> hasId;
    private final List<Group> groups = new ArrayList<>();
    private final int acts;
    private final long ways;

    /** Where turns end, and what else happens on the way. */
    private enum Style {
        A_TURN_EACH,
        RESTART_AFTER_EACH,
        ONE_TURN,
        AT_RANDOM
    }

    /** Units that can come in any order, but for those of one vehicle: all of an act that come at one time. */
    private record Group(int act, Duration at, List<Unit> units) {
        /** Returns in how many ways they can come; at most {@code most}, which is no more than an int. */
        long ways(long most) {
            long ways = 1;
            Map<String, Integer> ofVehicle = new LinkedHashMap<>();
            for (int i = 0; i < units.size() && ways <= most; i++) {
                ways = ways * (i + 1) / ofVehicle.merge(units.get(i).vehicle(), 1, Integer::sum);
            }
            return Math.min(ways, most);
        }

        Map<String, Deque<Unit>> byVehicle() {
            Map<String, Deque<Unit>> byVehicle = new LinkedHashMap<>();
            units.forEach(unit -> byVehicle
                    .computeIfAbsent(unit.vehicle(), vehicle -> new ArrayDeque<>())
                    .add(unit));
            return byVehicle;
        }
    }

    /**
     * Prepares the orders of a case.
     *
     * @param hasId whether a message may come again, since the hub will know it
     */
    Orders(Case rehearsed, RehearsalOptions options, Predicate<Given> hasId) {
        this.seed = options.seed();
        this.wanted = options.orders();
        this.hasId = hasId;
        this.acts = rehearsed.acts().size();
        for (int act = 0; act < acts; act++) {
            TreeMap<Duration, List<Unit>> byTime = new TreeMap<>();
            Unit.of(rehearsed.acts().get(act))
                    .forEach(unit -> byTime.computeIfAbsent(unit.at(), at -> new ArrayList<>())
                            .add(unit));
            for (Map.Entry<Duration, List<Unit>> time : byTime.entrySet()) {
                groups.add(new Group(act, time.getKey(), time.getValue()));
            }
        }
        long product = 1;
        for (Group group : groups) {
            product = Math.min(product * group.ways(wanted + 1L), wanted + 1L);
        }
        this.ways = product;
    }

    /** Returns how many orders there are to be tried, at least 1. */
    int count() {
        return (int) Math.min(wanted, ways * LAPS);
    }

    /** Returns order {@code number}, from 0; the first is that of the file, each message in a turn of its own. */
    Order get(int number) {
        Random random = new Random((seed + number) * MIX);
        boolean all = ways <= wanted;
        long lap = all ? number / ways : number;
        Style style = STYLES.get((int) (all ? Math.min(lap, STYLES.size() - 1) : lap % STYLES.size()));
        long way = all ? number % ways : -1;
        List<List<Event>> events = new ArrayList<>();
        for (int act = 0; act < acts; act++) {
            events.add(new ArrayList<>());
        }
        for (Group group : groups) {
            List<Unit> units = number == 0 ? group.units() : shuffled(group, random);
            if (number > 0 && all) {
                long ofGroup = group.ways(wanted + 1L);
                units = way(group, way % ofGroup);
                way /= ofGroup;
            }
            events.get(group.act()).add(new Event.Clock(group.at()));
            arrange(units, style, random, events.get(group.act()));
        }
        return new Order(events);
    }

    /** Returns the units in an order of which each is as likely as any other. */
    private static List<Unit> shuffled(Group group, Random random) {
        Map<String, Deque<Unit>> waiting = group.byVehicle();
        List<Unit> shuffled = new ArrayList<>();
        for (int left = group.units().size(); left > 0; left--) {
            int chosen = random.nextInt(left);
            for (Deque<Unit> ofVehicle : waiting.values()) {
                if (chosen < ofVehicle.size()) {
                    shuffled.add(ofVehicle.remove());
                    break;
                }
                chosen -= ofVehicle.size();
            }
        }
        return shuffled;
    }

    /** Returns the units in one of all orders they can have, by its number. */
    private static List<Unit> way(Group group, long number) {
        Map<String, Deque<Unit>> waiting = group.byVehicle();
        List<Unit> ordered = new ArrayList<>();
        long rest = number;
        while (ordered.size() < group.units().size()) {
            for (Deque<Unit> ofVehicle : waiting.values()) {
                if (ofVehicle.isEmpty()) {
                    continue;
                }
                Unit first = ofVehicle.remove();
                long behind = waysOf(waiting);
                if (rest < behind) {
                    ordered.add(first);
                    break;
                }
                rest -= behind;
                ofVehicle.addFirst(first);
            }
        }
        return ordered;
    }

    private static long waysOf(Map<String, Deque<Unit>> waiting) {
        List<Unit> left = waiting.values().stream().flatMap(Deque::stream).toList();
        return new Group(0, Duration.ZERO, left).ways(Integer.MAX_VALUE);
    }

    private void arrange(List<Unit> units, Style style, Random random, List<Event> events) {
        List<Unit> again = new ArrayList<>();
        for (Unit unit : units) {
            events.add(new Event.Arrival(unit, false));
            if (!unit.batch() && hasId.test(unit.messages().get(0))) {
                again.add(unit);
            }
            switch (style) {
                case A_TURN_EACH -> events.add(new Event.Turn());
                case RESTART_AFTER_EACH -> events.add(new Event.Restart());
                case ONE_TURN -> {}
                case AT_RANDOM -> {
                    if (random.nextInt(3) == 0) {
                        events.add(random.nextBoolean() ? new Event.Turn() : new Event.Restart());
                    }
                    if (!again.isEmpty() && random.nextInt(3) == 0) {
                        events.add(new Event.Arrival(again.get(random.nextInt(again.size())), true));
                    }
                }
            }
        }
    }
}
