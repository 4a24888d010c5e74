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
            "section", Set.of("version", "streams", "joins", "computes", "outputs", "undeclared"), Set.of());
    static final Vocabulary UNDECLARED =
            new Vocabulary("answer to undeclared names", Set.of("allow", "refuse"), Set.of());
    static final Vocabulary STREAM = new Vocabulary(
            "field of a stream",
            Set.of(
                    "key",
                    "format",
                    "id",
                    "remember",
                    "on-conflict",
                    "where",
                    "fields",
                    "schema",
                    "on-invalid",
                    "quota",
                    "ttl",
                    "expect"),
            Set.of());
    static final Vocabulary CONFLICT = new Vocabulary("answer to a conflict", Set.of("refuse", "replace"), Set.of());
    static final Vocabulary FORMAT = new Vocabulary("format", Set.of("json", "text", "bytes"), Set.of());
    static final Vocabulary ON_INVALID =
            new Vocabulary("answer to an invalid message", Set.of("dead", "refuse"), Set.of());
    static final Vocabulary QUOTA = new Vocabulary("bound of a quota", Set.of("messages", "bytes"), Set.of());
    static final Vocabulary EXPECT = new Vocabulary("field of 'expect'", Set.of("by", "tz", "every"), Set.of());
    static final Vocabulary JOIN = new Vocabulary(
            "field of a join",
            Set.of("inputs", "complete", "within", "otherwise", "select", "class", "output"),
            Set.of());
    static final Vocabulary MODE = new Vocabulary("input mode", Set.of("one", "latest", "all"), Set.of());
    static final Vocabulary INPUT = new Vocabulary("field of an input", Set.of("mode", "max"), Set.of());
    static final Vocabulary COMPLETE = new Vocabulary("completion", Set.of("all", "any", "at-least", "when"), Set.of());
    static final Vocabulary OTHERWISE =
            new Vocabulary("end at the deadline", Set.of("partial", "dead", "drop"), Set.of());
    static final Vocabulary COMPUTE = new Vocabulary(
            "field of a compute",
            Set.of("from", "explode", "as", "key", "aggregate", "window", "time", "late"),
            Set.of());
    static final Vocabulary OUTPUT = new Vocabulary(
            "field of an output",
            Set.of("deliver", "max-deliveries", "from", "retain", "ttl", "on-expiry", "relay"),
            Set.of());
    static final Vocabulary DELIVER = new Vocabulary("way to deliver", Set.of("queue", "topic"), Set.of());
    static final Vocabulary ON_EXPIRY = new Vocabulary("end of an expired message", Set.of("dead", "drop"), Set.of());

    /** Which words are read. */
    enum Reach {
        /** Those of this version. */
        NOW,
        /** Those of the whole contract. */
        ALL
    }

    /** Returns whether {@code word} can be used; reports it if not. */
    boolean takes(String word, YamlNode.Place place, Draft draft) {
        if (open(draft).contains(word)) {
            return true;
        }
        if (later.contains(word)) {
            draft.problems.add(place, what + " '" + word + "' is not in this version; " + choice(draft));
        } else {
            String right = Words.nearest(word, all())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse(choice(draft));
            draft.problems.add(place, "no " + what + " is named '" + word + "'; " + right);
        }
        return false;
    }

    /** Returns the sentence that names the words that can be used. */
    String choice(Draft draft) {
        Set<String> open = open(draft);
        return (open.size() == 1 ? "it can be " : "it can be one of ") + String.join(", ", new TreeSet<>(open));
    }

    private Set<String> open(Draft draft) {
        return draft.reach == Reach.ALL ? all() : now;
    }

    private Set<String> all() {
        Set<String> all = new TreeSet<>(now);
        all.addAll(later);
        return all;
    }
}
