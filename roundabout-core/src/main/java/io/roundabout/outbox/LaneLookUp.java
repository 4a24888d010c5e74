package io.roundabout.outbox;

import io.roundabout.state.HeldPartition;
import io.roundabout.state.LookUp;

/**
 * Reads a lane from a number on, without taking anything: what {@code peek}, {@code dead} and {@code redrive} see.
 *
 * @param address the address
 * @param wanted which messages
 * @param from smallest number to look at
 * @param until smallest number no longer to look at
 * @param share how much to bring along
 */
public record LaneLookUp(String address, Wanted wanted, long from, long until, Share share)
        implements LookUp<LaneReading> {
    /** Messages that are looked at, so that a turn is not held up by a lane of millions. */
    public static final int MOST_LOOKED_AT = 10_000;

    /** Pages that are looked at, of which most may be empty. */
    private static final int MOST_PAGES = 1_000;

    /**
     * How much one partition brings along.
     *
     * @param messages most messages; with none, what there is is only counted
     * @param bytes most bytes in all; one message is brought along however large it is
     * @param bodyBytes bytes of each body that are wanted, from its beginning
     */
    public record Share(int messages, int bytes, int bodyBytes) implements java.io.Serializable {}

    @Override
    public LaneReading in(HeldPartition partition) {
        if (!partition.names().all().contains(address)) {
            return LaneReading.NONE;
        }
        return new LaneScan(partition, this).read(MOST_LOOKED_AT, MOST_PAGES);
    }
}
