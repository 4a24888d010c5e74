package io.roundabout.pipeline;

import java.io.Serializable;

/**
 * Something wrong in a pipeline file.
 *
 * @param file as it was named
 * @param line from 1; 0 if the file as a whole is meant
 * @param column from 1; 0 if the file as a whole is meant
 * @param text what is wrong; what would be right
 */
public record Problem(String file, int line, int column, String text) implements Serializable {
    /** Returns a problem with the file as a whole. */
    public static Problem ofFile(String file, String text) {
        return new Problem(file, 0, 0, text);
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + text;
    }
}
