package io.roundabout.connector;

import java.io.IOException;

/** Something that collected messages can be put into. Immutable; may be opened any number of times. */
public interface Target {
    /** Returns what people call it: a path or an address. */
    String name();

    /**
     * Gets ready to write.
     *
     * @throws TargetException if it cannot be written to; the message says what to do
     */
    TargetWriter open() throws IOException;
}
