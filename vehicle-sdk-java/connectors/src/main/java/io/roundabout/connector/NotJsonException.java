package io.roundabout.connector;

import java.io.IOException;

/** A value that JSON has no form for. */
final class NotJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    NotJsonException(String text) {
        super(text);
    }
}
