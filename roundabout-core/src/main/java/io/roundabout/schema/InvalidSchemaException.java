package io.roundabout.schema;

import java.util.List;

/** A text is no JSON Schema that can be used at the door. What to do: correct the file as each problem says. */
public final class InvalidSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidSchemaException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns what is wrong, each in one line: the place in the schema, what is there and what would be right. */
    public List<String> problems() {
        return problems;
    }
}
