package io.roundabout.rehearsal;

/**
 * How cases are tried.
 *
 * @param seed what orders are made from
 * @param orders most orders of each case, at least 1
 */
public record RehearsalOptions(long seed, int orders) {
    /** What is tried where nobody says how many. */
    public static final int DEFAULT_ORDERS = 200;

    /** Orders of a seed that is always the same, for tests that are to do the same each time. */
    public static final RehearsalOptions DEFAULT = new RehearsalOptions(1, DEFAULT_ORDERS);

    public RehearsalOptions {
        if (orders < 1) {
            throw new IllegalArgumentException(orders + " orders; at least 1");
        }
    }
}
