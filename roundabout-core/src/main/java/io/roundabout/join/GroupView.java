package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;

/**
 * A group as expressions and classes see it: what stands in front, input by input, in the order the join declares them. A {@code one} or
 * {@code latest} input has no message or one, an {@code all} input any number, oldest first. Valid only during the call it is
 * handed to; nobody may write to its arrays. Confined to one thread.
 */
public interface GroupView {
    /** Returns the UTF-8 of the group's key. */
    byte[] key();

    /** Returns how many inputs the join has, present or not. */
    int inputs();

    /** Returns how many messages of {@code input} the group has; 0 if it is absent. */
    int count(int input);

    /** Returns what the body of a message is. */
    BodyFormat format(int input, int index);

    /** Returns hub time at which a message arrived, milliseconds since 1970. */
    long arrivedMillis(int input, int index);

    /** Returns the body of a message as it was sent. */
    byte[] body(int input, int index);
}
