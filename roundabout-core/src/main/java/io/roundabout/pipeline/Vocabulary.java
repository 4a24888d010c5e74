package io.roundabout.pipeline;

import io.roundabout.Words;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words a place of the file may hold.
 *
 * @param what what they are, such as {@code field of a stream}
 * @param now words of this version
 * @param later words of the contract that this version does not know yet
 */
record Vocabulary(String what, Set<String> now, Set<String> later) {
    static final Vocabulary TOP = new Vocabulary(
            "section", Set.of("version", "streams", "joins", "outputs"), Set.of("computes", "undeclared"));
    static final Vocabulary STREAM = new Vocabulary(
            "field of a stream",
            Set.of("key", "format", "id", "remember", "on-conflict"),
            Set.of("ttl", "schema", "where", "on-invalid", "fields", "quota", "expect"));
    static final Vocabulary CONFLICT = new Vocabulary("answer to a conflict", Set.of("refuse", "replace"), Set.of());
    static final Vocabulary FORMAT = new Vocabulary("format", Set.of("json", "text", "bytes"), Set.of());
    static final Vocabulary JOIN = new Vocabulary(
            "field of a join",
            Set.of("inputs", "complete", "output"),
            Set.of("within", "otherwise", "select", "class"));
    static final Vocabulary MODE = new Vocabulary("input mode", Set.of("one", "latest"), Set.of("all"));
    static final Vocabulary COMPLETE = new Vocabulary("completion", Set.of("all"), Set.of("any", "at-least", "when"));
    static final Vocabulary OUTPUT = new Vocabulary(
            "field of an output",
            Set.of("deliver", "max-deliveries"),
            Set.of("ttl", "from", "relay", "on-expiry", "retain"));
    static final Vocabulary DELIVER = new Vocabulary("way to deliver", Set.of("queue"), Set.of("topic"));

    /** Returns whether {@code word} can be used; reports it if not. */
    boolean takes(String word, YamlNode.Place place, Problems problems) {
        if (now.contains(word)) {
            return true;
        }
        if (later.contains(word)) {
            problems.add(place, what + " '" + word + "' is not in this version; " + choice());
        } else {
            Set<String> known = new TreeSet<>(now);
            known.addAll(later);
            String right = Words.nearest(word, known)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse(choice());
            problems.add(place, "no " + what + " is named '" + word + "'; " + right);
        }
        return false;
    }

    private String choice() {
        return (now.size() == 1 ? "it can be " : "it can be one of ") + String.join(", ", new TreeSet<>(now));
    }
}
