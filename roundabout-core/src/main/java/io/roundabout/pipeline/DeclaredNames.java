package io.roundabout.pipeline;

import io.roundabout.Words;
import io.roundabout.pipeline.YamlNode.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one set of names that streams, joins, computes and outputs share. Confined to one reading. */
final class DeclaredNames {
    /** Where a name was given, and to what: a stream, a join, a compute or an output. */
    record Named(String kind, Place place) {
        String article() {
            return kind.equals("output") ? "an output" : "a " + kind;
        }
    }

    private final Problems problems;
    private final Map<String, Named> names = new LinkedHashMap<>();
    private final Map<String, Named> outputNames = new LinkedHashMap<>();

    DeclaredNames(Problems problems) {
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
        Named taken = taken(kind, name, place);
        if (taken != null && !isSameMapping(taken, kind, place)) {
            problems.add(
                    place,
                    kind + " '" + name + "' is already the name of " + taken.article() + " at "
                            + taken.place().file() + ":" + taken.place().line()
                            + (kind.equals("output") && taken.kind().equals("stream")
                                    ? "; choose another name, with 'from: " + name + "'"
                                    : "; streams, joins, computes and outputs share one set of names"));
        }
    }

    /** Returns what {@code name} is, where it is not an output. */
    Optional<Named> named(String name) {
        return Optional.ofNullable(names.get(name));
    }

    /** An output may be named after what makes it; whether that is its own maker is known when all files are read. */
    private @Nullable Named taken(String kind, String name, Place place) {
        boolean isOutput = kind.equals("output");
        Named taken = (isOutput ? outputNames : names).putIfAbsent(name, new Named(kind, place));
        if (taken == null && isOutput) {
            return named(name).filter(other -> other.kind().equals("stream")).orElse(null);
        }
        return taken == null && kind.equals("stream") ? outputNames.get(name) : taken;
    }

    /** A field given twice in one mapping was reported when it was read. */
    private static boolean isSameMapping(Named taken, String kind, Place place) {
        return taken.kind().equals(kind) && taken.place().file().equals(place.file());
    }
}
