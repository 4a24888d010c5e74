package io.roundabout.entrance;

import java.time.Duration;

/**
 * What may be pushed through the {@link SideDoor}.
 *
 * @param messageBytes longest body, {@code entrance.max-put}
 * @param windowBytes undecided bytes of one connection at which no more is taken from it, {@code entrance.window}
 * @param memoryBytes undecided bytes of all senders together at which no more is taken: a quarter of
 *     {@code entrance.memory}, so that vehicles on TCP are not crowded out
 * @param deadline time from a message's first byte to its last, and a second more for each 64 KiB;
 *     {@code entrance.line-deadline}
 */
public record PushLimits(int messageBytes, long windowBytes, long memoryBytes, Duration deadline) {
    private static final int SHARE = 4;

    static PushLimits of(EntranceSettings settings) {
        return new PushLimits(
                settings.maxPutBytes(),
                settings.windowBytes(),
                settings.memoryBytes() / SHARE,
                settings.lineDeadline());
    }
}
