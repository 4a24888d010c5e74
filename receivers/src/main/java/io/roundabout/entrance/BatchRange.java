package io.roundabout.entrance;

import java.io.Serializable;

/**
 * Where the messages of an atomic batch stand in their cut: nobody else's are between them.
 *
 * @param first position of its first message, from 0
 * @param last position of its last message
 */
public record BatchRange(int first, int last) implements Serializable {
    public BatchRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("a batch from " + first + " to " + last);
        }
    }
}
