package io.roundabout.gate;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The application property that says which trace a message is part of. Source: W3C Trace Context, section 3.2. */
final class TraceParent {
    /** A later version may have more behind it. */
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{1,200})?");

    private TraceParent() {}

    /** Returns it as ASCII; null if there is none, or none that can be passed on: a message is not refused for that. */
    static byte @Nullable [] read(@Nullable Object value) {
        return value instanceof String text && FORM.matcher(text).matches()
                ? text.getBytes(StandardCharsets.US_ASCII)
                : null;
    }
}
