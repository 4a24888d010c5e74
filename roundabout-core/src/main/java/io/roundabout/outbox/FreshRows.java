package io.roundabout.outbox;

/** Messages that a turn makes in a lane, to be handed over with its report as far as there is appetite. Confined to the turn. */
final class FreshRows {
    private final int appetite;
    private final HeldRows.Builder rows = new HeldRows.Builder();
    private long from;
    private boolean full;

    /** @param appetite bytes to hand over */
    FreshRows(int appetite) {
        this.appetite = appetite;
    }

    /** Hands the message over if there is appetite; after the first that is left out none is, so that there is no gap. */
    void offer(long number, byte[] stored) {
        full = full || rows.bytes() + HeldRows.bytesOf(stored) > appetite;
        if (!full) {
            from = rows.bytes() == 0 ? number : from;
            rows.add(number, 0, stored);
        }
    }

    LaneReport report(Lane lane, long head, long next, long... gone) {
        HeldRows made = rows.build();
        return new LaneReport(lane, head, next, made, made.isEmpty() ? next : from, gone);
    }
}
