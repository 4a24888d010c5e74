package io.roundabout;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names, the words near them, and numbers of things. Pure functions. */
public final class Words {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");
    private static final int LONGEST_NAME = 64;
    private static final Set<String> RESERVED = Set.of("key", "dead", "jobs");

    private Words() {}

    /** Returns whether {@code name} may name a stream, join or output. Source: docs/wire.md, section 1. */
    public static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches() && !isReserved(name);
    }

    /** Returns whether the name is kept for the hub's own use. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** Returns the word of {@code words} most like {@code word}, if one is near enough to be what was meant. */
    public static Optional<String> nearest(String word, Collection<String> words) {
        int bound = (word.length() + 1) / 3;
        return nearest(word, words, 1).stream()
                .filter(candidate -> distance(word, candidate) <= bound)
                .findFirst();
    }

    /** Returns at most {@code most} of {@code words}, those most like {@code word} first, however little that is. */
    public static List<String> nearest(String word, Collection<String> words, int most) {
        return words.stream()
                .sorted(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /** Returns a number of things in words: {@code 1 message}, {@code 2 messages}; for nouns that take an s. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Edit distance after Levenshtein, in which two neighbours swapped are two edits. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[b.length()];
    }
}
