package io.roundabout.expression;

import io.roundabout.pipeline.InputMode;

/**
 * Where values of an expression come from: an input of a join, or the stream itself.
 *
 * @param name name of the stream
 * @param mode how the messages come; those of a stream one by one
 * @param shape what is declared of a message
 */
record Source(String name, InputMode mode, Shape shape) {
    boolean isList() {
        return mode == InputMode.ALL;
    }
}
