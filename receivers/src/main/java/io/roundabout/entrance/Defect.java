package io.roundabout.entrance;

import io.roundabout.RefusalCode;

/**
 * Why a message is refused. Immutable.
 *
 * @param code for programs
 * @param text for people; see {@link Answers#oneLine} for what is sent of it
 * @param json whether the message was found to be one whole JSON object all the same
 */
public record Defect(RefusalCode code, String text, boolean json) {
    /** Of a message of which nothing more is known. */
    public Defect(RefusalCode code, String text) {
        this(code, text, false);
    }

    /** Returns the same of a message that is one JSON object. */
    Defect inJson() {
        return new Defect(code, text, true);
    }
}
