package io.roundabout.entrance;

import io.roundabout.RefusalCode;

/** Who sends the messages of a session. Confined to the event loop. */
interface SessionHolder {
    /** Hears that more of the session is decided. */
    void decided(LateAnswers late);

    /** Hears that it cannot go on, and why. */
    void close(RefusalCode code, String text);
}
