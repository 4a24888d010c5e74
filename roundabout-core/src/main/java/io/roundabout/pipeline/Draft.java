package io.roundabout.pipeline;

import io.roundabout.Words;
import io.roundabout.pipeline.YamlNode.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was read so far, with the places that the checks across sections speak of. Confined to one reading. */
final class Draft {
    /** Where a name was given, and to what: a stream, a join or an output. */
    record Named(String kind, Place place) {
        String article() {
            return kind.equals("output") ? "an output" : "a " + kind;
        }
    }

    /** A join as read, with the places of its inputs by stream, and that of its output. */
    record DraftJoin(JoinRule rule, Map<String, Place> inputs, Place output) {}

    final Problems problems;
    final Map<String, StreamRule> streams = new LinkedHashMap<>();
    /** Streams that say {@code on-conflict: replace}, and where. */
    final Map<String, Place> replacing = new LinkedHashMap<>();

    final Map<String, DraftJoin> joins = new LinkedHashMap<>();
    final Map<String, OutputRule> outputs = new LinkedHashMap<>();
    private final Map<String, Named> names = new LinkedHashMap<>();
    private final Map<String, Named> outputNames = new LinkedHashMap<>();

    Draft(Problems problems) {
        this.problems = problems;
    }

    /** Gives {@code name} away; reports it if it cannot be a name or is taken. */
    void declare(String kind, String name, Place place) {
        if (Words.isReserved(name)) {
            problems.add(place, "'" + name + "' is reserved; choose another name");
        } else if (!Words.isName(name)) {
            problems.add(
                    place,
                    "'" + name + "' is no name; use letters, digits, '_' and '-' in parts joined by '.',"
                            + " a letter first, at most 64 characters");
        }
        // An output may be named after its join; whether it is its own join is known when all files are read.
        boolean isOutput = kind.equals("output");
        Named taken = (isOutput ? outputNames : names).putIfAbsent(name, new Named(kind, place));
        if (taken == null && isOutput) {
            Named other = names.get(name);
            taken = other == null || other.kind().equals("join") ? null : other;
        } else if (taken == null && kind.equals("stream")) {
            taken = outputNames.get(name);
        }
        if (taken != null && !isSameMapping(taken, kind, place)) {
            problems.add(
                    place,
                    kind + " '" + name + "' is already the name of " + taken.article() + " at "
                            + taken.place().file() + ":" + taken.place().line()
                            + "; streams, joins and outputs share one set of names");
        }
    }

    /** Returns what {@code name} is, where it is not an output. */
    Optional<Named> named(String name) {
        return Optional.ofNullable(names.get(name));
    }

    Place placeOfOutput(String name) {
        Named output = outputNames.get(name);
        if (output == null) {
            throw new IllegalArgumentException("output '" + name + "' was not declared");
        }
        return output.place();
    }

    Pipeline pipeline() {
        Map<String, JoinRule> rules = new LinkedHashMap<>();
        joins.forEach((name, join) -> rules.put(name, join.rule()));
        return new Pipeline(streams, rules, outputs);
    }

    /** A field given twice in one mapping was reported when it was read. */
    private static boolean isSameMapping(Named taken, String kind, Place place) {
        return taken.kind().equals(kind) && taken.place().file().equals(place.file());
    }
}
