package io.roundabout.state;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Numbers of names in the keys of rows: streams, joins, outputs and {@code dead/NAME}. A number is given once and never
 * reused, so that a name that is removed and declared again starts empty. Immutable, so thread-safe.
 */
public final class Names implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, Integer> numbers;
    private final HashMap<Integer, String> names = new HashMap<>();
    private final TreeSet<String> sorted;

    private Names(Map<String, Integer> numbers) {
        this.numbers = new HashMap<>(numbers);
        sorted = new TreeSet<>(numbers.keySet());
        numbers.forEach((name, number) -> {
            if (number < 1 || names.put(number, name) != null) {
                throw new IllegalArgumentException("name '" + name + "' has number " + number
                        + "; a number is at least 1 and belongs to one name");
            }
        });
    }

    /**
     * Returns these names.
     *
     * @param numbers number of each name, at least 1, no two the same
     */
    public static Names of(Map<String, Integer> numbers) {
        return new Names(numbers);
    }

    /**
     * Returns the number of {@code name}, at least 1.
     *
     * @throws IllegalArgumentException if it has none: the driver gives numbers before a turn starts, so this is our bug
     */
    public int number(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("name '" + name + "' has no number");
        }
        return number;
    }

    /** Returns the name with this number; empty if it was removed. */
    public Optional<String> name(int number) {
        return Optional.ofNullable(names.get(number));
    }

    /** Returns the names that begin with {@code name} and a slash, in order. */
    public Set<String> under(String name) {
        return sorted.subSet(name + '/', name + (char) ('/' + 1));
    }

    /** Returns every name there is. */
    public Set<String> all() {
        return Set.copyOf(numbers.keySet());
    }
}
