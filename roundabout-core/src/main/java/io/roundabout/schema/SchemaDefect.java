package io.roundabout.schema;

import com.networknt.schema.Error;

/** Puts what the library found into words: the place and the rule, never the value that stands there. Pure functions. */
final class SchemaDefect {
    private SchemaDefect() {}

    /** Returns what is wrong; {@code whole} is what the root is called. */
    static String text(Error error, String whole) {
        String path = error.getInstanceLocation().toString();
        String place = path.isEmpty() ? whole : path;
        Object[] arguments = error.getArguments();
        if ("type".equals(error.getKeyword()) && arguments != null && arguments.length == 2) {
            return place + " must be " + withArticle(arguments[1]) + ", is " + withArticle(arguments[0]);
        }
        String rule = error.getMessage();
        return place + (isSentence(rule) ? " " : ": ") + rule;
    }

    /** Tells whether the library's words go on from the place. */
    private static boolean isSentence(String rule) {
        return rule.startsWith("must ") || rule.startsWith("does ") || rule.startsWith("has ");
    }

    private static String withArticle(Object type) {
        return switch (String.valueOf(type)) {
            case "null" -> "null";
            case "array", "integer", "object" -> "an " + type;
            case "number", "string", "boolean" -> "a " + type;
            // A union: [string, null].
            default -> String.valueOf(type);
        };
    }
}
