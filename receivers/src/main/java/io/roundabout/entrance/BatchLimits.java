package io.roundabout.entrance;

/**
 * What an atomic batch may have at most.
 *
 * @param bytes of its bodies, and of the keys, ids and types given with {@code !put}; {@code entrance.max-batch}
 * @param messages {@code entrance.max-batch-messages}
 */
public record BatchLimits(int bytes, int messages) {
    /** Highest value of {@code bytes}: a batch is whole in one cut, which holds as much as a long body may have. */
    static final int MOST_BYTES = EntranceSettings.LONGEST_SKIPPED_PUT;

    /** Highest value of {@code messages}. */
    static final int MOST_MESSAGES = 1_000_000;

    /** The defaults of docs/wire.md: 16 MiB, 100,000 messages. */
    public static final BatchLimits DEFAULTS = new BatchLimits(16 << 20, 100_000);
}
