package io.roundabout.entrance;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a NAME may be. Source: docs/wire.md, section 1. */
final class StreamName {
    private static final int LONGEST = 64;
    private static final int NEAREST = 3;
    private static final Set<String> RESERVED = Set.of("key", "dead", "jobs");
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

    private StreamName() {}

    static boolean isValid(String name) {
        return name.length() <= LONGEST && SHAPE.matcher(name).matches() && !RESERVED.contains(name);
    }

    /** Returns at most three of {@code names}, those that need the fewest edits to become {@code name} first. */
    static List<String> nearest(String name, Collection<String> names) {
        return names.stream()
                .sorted(Comparator.<String>comparingInt(other -> edits(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NEAREST)
                .toList();
    }

    /** The Levenshtein distance. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
