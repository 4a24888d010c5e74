package io.roundabout.rule;

import java.time.Instant;
import java.util.List;

/**
 * What a join has of one key: of a {@code one} input the first message, of an {@code all} input every message, of a {@code
 * latest} input the one in force. Immutable.
 */
public interface MessageGroup {
    /** Returns the key. */
    String key();

    /** Returns the streams that are inputs of the join, in the order declared. */
    List<String> inputs();

    /**
     * Returns the messages of an input, oldest first; none if it is absent.
     *
     * @param input name of a stream
     * @throws IllegalArgumentException if the join has no such input
     */
    List<GroupMessage> messages(String input);

    /** Returns the time of the hub. It never goes back. */
    Instant now();

    /** Returns whether this is the deadline of the group: what it is not complete with now, it will not be. */
    boolean isOver();
}
