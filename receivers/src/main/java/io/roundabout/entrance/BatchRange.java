package io.roundabout.entrance;

import java.io.Serializable;

/**
 * Where the messages of an atomic batch stand in their cut: nobody else's are between them.
 *
 * @param first position of its first message, from 0
 * @param last position of its last message
 * @param session index into {@link CutManifest#sessions} of the session it came from
 * @param lastNumber number of its last message in that session, at least 1
 */
public record BatchRange(int first, int last, int session, long lastNumber) implements Serializable {
    public BatchRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("a batch from " + first + " to " + last);
        }
    }
}
