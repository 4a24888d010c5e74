package io.roundabout.hub;

import java.util.regex.Pattern;

/**
 * A step of the disk at which something happens, once.
 *
 * @param action what happens
 * @param turns lines of the epoch log to be written before; the step is the first one after them
 * @param step regular expression of the step: {@code append|sync|move|remove}, a space, the path
 */
public record FaultPoint(Action action, int turns, String step) {
    /** System property that names the point to {@link FaultyHub}. */
    public static final String PROPERTY = "roundabout.fault";

    /** Exit code of a process that was ended at its point. */
    public static final int HALTED = 99;

    /** What happens at a step. */
    public enum Action {
        /** The process ends before it. */
        HALT_BEFORE,
        /** The process ends in the middle of it: half the bytes are written. */
        HALT_AMID,
        /** The process ends after it. */
        HALT_AFTER,
        /** It fails. */
        FAIL
    }

    /** Reads {@link #text}. */
    static FaultPoint parse(String text) {
        String[] parts = text.split(" ", 3);
        return new FaultPoint(Action.valueOf(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }

    /** Returns the value of the property. */
    public String text() {
        return action + " " + turns + " " + step;
    }

    boolean matches(String done) {
        return Pattern.matches(step, done);
    }
}
