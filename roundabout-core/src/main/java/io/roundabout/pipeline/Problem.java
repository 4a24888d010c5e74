package io.roundabout.pipeline;

import java.io.Serializable;

/**
 * Something wrong in a pipeline file.
 *
 * @param file as it was named
 * @param line from 1
 * @param column from 1
 * @param text what is wrong; what would be right
 */
public record Problem(String file, int line, int column, String text) implements Serializable {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + text;
    }
}
