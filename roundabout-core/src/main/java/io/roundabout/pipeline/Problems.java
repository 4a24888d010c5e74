package io.roundabout.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that all of it is reported together. Confined to one reading. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Adds a problem; {@code text} says what is wrong and, after a semicolon, what would be right. */
    void add(YamlNode.Place place, String text) {
        Problem problem = new Problem(place.file(), place.line(), place.column(), text);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidPipelineException(all());
        }
    }

    /** Returns what was found, by file, line and column. */
    List<Problem> all() {
        return found.stream()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparing(Problem::line)
                        .thenComparing(Problem::column))
                .toList();
    }
}
