package io.roundabout.cli;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked; the message is for the person who asked. */
final class CommandFailedException extends RoundaboutException {
    private static final long serialVersionUID = 1L;

    CommandFailedException(String text, @Nullable Throwable cause) {
        super(Fault.VEHICLE, "COMMAND_FAILED", text, cause);
    }
}
