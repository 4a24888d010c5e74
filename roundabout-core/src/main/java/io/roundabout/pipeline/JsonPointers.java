package io.roundabout.pipeline;

import java.util.regex.Pattern;

/** JSON pointers as a pipeline file writes them. Pure functions. Source: RFC 6901. */
final class JsonPointers {
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");

    private JsonPointers() {}

    static boolean isPointer(String text) {
        return POINTER.matcher(text).matches();
    }

    /** Returns the pointer that {@code text} stands for: itself, or that of a field of this name. */
    static String of(String text) {
        return text.startsWith("/") ? text : "/" + text.replace("~", "~0").replace("/", "~1");
    }
}
