package io.roundabout.entrance;

import java.util.Optional;

/**
 * What a stream asks of a JSON body beyond being one JSON object. The entrance calls it on its event loop, for each message, so
 * it takes microseconds and waits for nothing.
 */
@FunctionalInterface
public interface BodyCheck {
    /**
     * Looks at a body, which is one sound JSON object in UTF-8.
     *
     * @param array where the body stands; not to be changed or kept
     * @param from its first byte
     * @param length its bytes
     * @return what is wrong with it, for its sender: the place and the rule, and nothing of the values that stand there;
     *     empty if nothing is
     */
    Optional<String> defect(byte[] array, int from, int length);
}
