package io.roundabout.classes;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;

/** Says what somebody else's code threw. Pure functions. */
final class Failure {
    /** Letters keep what is said in a property of each message. */
    private static final int MOST_LETTERS = 500;

    private static final int MOST_LINES = 20;

    private Failure() {}

    /** Returns the exception and its message in one line; an exception may throw when it is asked for it. */
    @SuppressWarnings("IllegalCatch") // even its message is somebody else's code
    static String text(Throwable failure) {
        String name = failure.getClass().getName();
        try {
            String message = failure.getMessage();
            String line = message == null ? name : name + ": " + message.replaceAll("\\s+", " ");
            return line.length() <= MOST_LETTERS ? line : line.substring(0, MOST_LETTERS) + "…";
        } catch (Throwable e) {
            return name;
        }
    }

    /** Returns where it was thrown, the beginning. */
    @SuppressWarnings("IllegalCatch") // as above
    static String trace(Throwable failure) {
        StringWriter written = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(written));
        } catch (Throwable e) {
            return failure.getClass().getName();
        }
        return written.toString().lines().limit(MOST_LINES).collect(Collectors.joining("\n"));
    }
}
