package io.roundabout.connector;

import io.roundabout.vehicle.CollectedMessage;

/** A target has no place for a message. The message of this is one line that names it and says what to do. */
public final class UnsuitableMessageException extends TargetException {
    private static final long serialVersionUID = 1L;

    UnsuitableMessageException(CollectedMessage message, String reason) {
        super(
                "message " + message.id().orElse("without id")
                        + message.key().map(key -> " (key " + key + ")").orElse("") + ": " + reason,
                null);
    }
}
