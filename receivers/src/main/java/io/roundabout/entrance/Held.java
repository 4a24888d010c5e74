package io.roundabout.entrance;

/** Has input that there was no room for. Confined to the event loop. */
interface Held {
    /** Takes the input as far as there is room now. */
    void run();
}
