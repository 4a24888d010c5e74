package io.roundabout.entrance;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;

/** A command that cannot be read; ends the connection with {@code -close bad-command}. */
final class BadCommandException extends RoundaboutException {
    private static final long serialVersionUID = 1L;

    BadCommandException(String text) {
        super(Fault.VEHICLE, "BAD_COMMAND", text);
    }
}
