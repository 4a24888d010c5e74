package io.roundabout.state;

import java.util.Comparator;

/**
 * Whose messages are counted, by numbers of {@link Names}.
 *
 * @param name number of a stream or an address; of the join for a join's input
 * @param input number of the stream that a join takes; {@link #WHOLE} for a stream or an address
 */
public record LedgerLine(int name, int input) implements Comparable<LedgerLine> {
    /** Stands for no input in particular. */
    public static final int WHOLE = 0;

    private static final Comparator<LedgerLine> ORDER =
            Comparator.comparingInt(LedgerLine::name).thenComparingInt(LedgerLine::input);

    /** Returns the line of a stream or an address. */
    public static LedgerLine of(int name) {
        return new LedgerLine(name, WHOLE);
    }

    /** Returns whether the line is that of a join's input. */
    public boolean isInput() {
        return input != WHOLE;
    }

    @Override
    public int compareTo(LedgerLine other) {
        return ORDER.compare(this, other);
    }
}
