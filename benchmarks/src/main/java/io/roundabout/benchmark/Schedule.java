package io.roundabout.benchmark;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * In which order the messages of a phase are pushed. With each step one key begins; a coin says by which lane. Its other
 * message follows a number of steps later that is uniform in 1 … window, so about half a window of keys is held at a time.
 *
 * <p>Immutable. A message is an {@code int}: the place of its key in the phase, whether it completes that key, and its lane.
 */
final class Schedule {
    private static final int STEP_SHIFT = 32;

    private final int[] messages;

    /**
     * Draws a schedule.
     *
     * @param keys how many, at most 2^29
     * @param window most steps between the two messages of a key, at least 1
     */
    Schedule(int keys, int window, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] byStep = new long[2 * keys];
        for (int key = 0; key < keys; key++) {
            int first = random.nextInt(2);
            long completes = key + 1L + random.nextInt(window);
            byStep[2 * key] = (long) key << STEP_SHIFT | message(key, false, first);
            byStep[2 * key + 1] = completes << STEP_SHIFT | message(key, true, 1 - first);
        }
        Arrays.sort(byStep);
        messages = new int[byStep.length];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = (int) byStep[i];
        }
    }

    /** Returns how many messages there are: two for each key. */
    int length() {
        return messages.length;
    }

    /** Returns how many keys there are. */
    int keys() {
        return messages.length / 2;
    }

    /** Returns which key of the phase the {@code place}th message has, from 0. */
    int key(int place) {
        return messages[place] >>> 2;
    }

    /** Returns whether the {@code place}th message is the second of its key. */
    boolean completes(int place) {
        return (messages[place] & 2) != 0;
    }

    /** Returns on which lane the {@code place}th message is pushed. */
    Lane lane(int place) {
        return Lane.of(messages[place] & 1);
    }

    private static int message(int key, boolean completes, int lane) {
        return key << 2 | (completes ? 2 : 0) | lane;
    }
}
