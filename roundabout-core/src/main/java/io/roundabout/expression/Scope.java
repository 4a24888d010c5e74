package io.roundabout.expression;

import io.roundabout.Words;
import java.util.List;

/**
 * The names an expression may use. Immutable.
 *
 * @param sources where values come from, in the order declared
 * @param bare whether there is one source, whose fields may be named without it
 */
record Scope(List<Source> sources, boolean bare) {
    /**
     * A name that was found.
     *
     * @param source index of the source
     * @param path field of it, from the outside in; empty if the message as a whole is meant
     */
    record Found(int source, List<String> path) {}

    /** Returns the scope of a predicate over the messages of one stream. */
    static Scope of(Source stream) {
        return new Scope(List.of(stream), true);
    }

    /**
     * Finds what a dotted name means. A stream's name may have dots itself; the longest that fits is meant.
     *
     * @throws ExpressionException if there is no such input
     */
    Found find(List<String> parts) {
        for (int length = parts.size(); length > 0; length--) {
            String name = String.join(".", parts.subList(0, length));
            for (int i = 0; i < sources.size(); i++) {
                if (sources.get(i).name().equals(name) && !(bare && isField(parts, length))) {
                    return new Found(i, List.copyOf(parts.subList(length, parts.size())));
                }
            }
        }
        if (bare) {
            return new Found(0, List.copyOf(parts));
        }
        throw unknown(parts);
    }

    /** A field named like its own stream goes before it; so does a name that leads nowhere else. */
    private boolean isField(List<String> parts, int length) {
        return length == parts.size()
                || (sources.get(0).shape() instanceof Shape.Fields fields
                        && fields.children().containsKey(parts.get(0)));
    }

    private ExpressionException unknown(List<String> parts) {
        String name = parts.get(0);
        List<String> inputs = sources.stream().map(Source::name).toList();
        String right = Words.nearest(name, inputs)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("write the input before the field, such as '" + inputs.get(0) + "." + name + "'");
        return new ExpressionException("no field or input named '" + name + "'; " + right);
    }

    /** Returns a field as it is written: with its input, except where there is only one. */
    String text(int source, List<String> path) {
        if (path.isEmpty()) {
            return sources.get(source).name();
        }
        String field = String.join(".", path);
        return bare ? field : sources.get(source).name() + "." + field;
    }
}
