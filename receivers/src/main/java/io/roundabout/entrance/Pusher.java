package io.roundabout.entrance;

import java.util.List;

/** One sender at the {@link SideDoor}, with messages for one stream. Thread-safe; calls never block. */
public interface Pusher {
    /** Pushes the next messages. Whoever pushes keeps to the {@linkplain SideDoor#limits limits}. */
    void push(List<PushedMessage> messages);

    /** Pushes no more. What was pushed is taken all the same, and the listener hears of it. */
    void leave();
}
