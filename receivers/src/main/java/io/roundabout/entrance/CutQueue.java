package io.roundabout.entrance;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cuts that are closed and undecided, in order, and their way to the sink: one at a time, by the storing thread.
 * Confined to the event loop.
 */
final class CutQueue {
    private static final Logger LOG = LoggerFactory.getLogger(CutQueue.class);

    private final HubLine hub;
    private final EventExecutor loop;
    private final Executor storingThread;
    private final Deque<ClosedCut> unstored = new ArrayDeque<>();
    private final Deque<ClosedCut> undecided = new ArrayDeque<>();
    private long bytes;
    private boolean storing;

    /** Written by the event loop; the storing thread looks at it before each call. */
    private volatile @Nullable CutSink sink;

    CutQueue(HubLine hub, EventExecutor loop, Executor storingThread) {
        this.hub = hub;
        this.loop = loop;
        this.storingThread = storingThread;
    }

    boolean hasSink() {
        return sink != null;
    }

    /** Returns how many cuts are stored or to be stored, and undecided. */
    int undecided() {
        return undecided.size();
    }

    long bytes() {
        return bytes;
    }

    void attach(CutSink attached) {
        sink = attached;
        storeNext();
    }

    void detach(CutSink detached) {
        if (sink == detached) {
            sink = null;
        }
    }

    void add(ClosedCut cut) {
        undecided.add(cut);
        unstored.add(cut);
        bytes += cut.bytes();
        storeNext();
    }

    /** Takes the cut with this number out, or returns null if it is not undecided. */
    @Nullable
    ClosedCut decided(long number) {
        ClosedCut cut = undecided.peek();
        if (cut == null || cut.number() != number) {
            LOG.warn(
                    "decision of cut {} ignored: the oldest undecided one is {}",
                    number,
                    cut == null ? 0 : cut.number());
            return null;
        }
        undecided.remove();
        // A sink may have stored it and failed after that.
        unstored.remove(cut);
        bytes -= cut.bytes();
        return cut;
    }

    // What comes of it comes back to the event loop.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void storeNext() {
        CutSink to = sink;
        ClosedCut next = unstored.peek();
        if (to == null || next == null || storing) {
            return;
        }
        storing = true;
        CompletableFuture.supplyAsync(() -> store(next.cut(), to), storingThread)
                .whenComplete((done, failure) -> loop.execute(() -> stored(next, done, to, failure)));
    }

    private boolean store(Cut cut, CutSink to) {
        if (sink != to) {
            return false;
        }
        to.store(cut);
        hub.stored(cut.manifest().cut());
        return true;
    }

    private void stored(ClosedCut cut, @Nullable Boolean done, CutSink by, @Nullable Throwable failure) {
        storing = false;
        if (Boolean.TRUE.equals(done)) {
            unstored.remove(cut);
        } else if (failure != null) {
            LOG.warn("cut {} was not stored; it is kept for the next receiver", cut.number(), failure);
            detach(by);
        }
        storeNext();
    }
}
