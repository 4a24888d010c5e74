package io.roundabout.circulation;

import io.roundabout.entrance.BatchRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes beside the messages that one partition has of a cut, and says where a batch begins and ends among them. Of a batch with
 * no message there it says nothing. Confined to the thread of the turn.
 */
final class BatchWalk {
    private final List<BatchRange> batches;
    private final Runnable begins;
    private final Runnable ends;
    private int next;
    private boolean inside;

    /**
     * Starts before the first message.
     *
     * @param batches in order of position
     * @param begins called before the first message of a batch
     * @param ends called after its last
     */
    BatchWalk(List<BatchRange> batches, Runnable begins, Runnable ends) {
        this.batches = batches;
        this.begins = begins;
        this.ends = ends;
    }

    /** Hears of the next message, before it is taken; positions never go down. */
    void reach(int position) {
        while (next < batches.size() && batches.get(next).last() < position) {
            leave();
            next++;
        }
        if (!inside && next < batches.size() && batches.get(next).first() <= position) {
            inside = true;
            begins.run();
        }
    }

    /** Returns the batch that the message is in, or null if it is in none. */
    @Nullable
    BatchRange batch() {
        return inside ? batches.get(next) : null;
    }

    /** Hears that there are no more messages. */
    void leave() {
        if (inside) {
            inside = false;
            ends.run();
        }
    }
}
