package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.ArrayList;
import java.util.List;

/** What one session has in one cut. Confined to the event loop. */
final class CutPart {
    private final Session session;
    private final int index;
    private final long first;
    private final List<Refusal> refusals = new ArrayList<>();
    private long last;
    private int bytes;

    /** Starts the part with no message; the next one has number {@code first}. */
    CutPart(Session session, int index, long first) {
        this.session = session;
        this.index = index;
        this.first = first;
        this.last = first - 1;
    }

    void add(long number) {
        assert number == last + 1 : "message " + number + " after " + last;
        last = number;
    }

    void charge(int moreBytes) {
        bytes += moreBytes;
    }

    void refused(Refusal refusal) {
        refusals.add(refusal);
    }

    Session session() {
        return session;
    }

    /** Returns its place among the parts of its cut. */
    int index() {
        return index;
    }

    long last() {
        return last;
    }

    /** What the part counts against the window, in bytes. */
    int bytes() {
        return bytes;
    }

    SessionRange range() {
        return new SessionRange(session.id(), session.isResumable(), first, last, refusals);
    }

    SessionProgress progress() {
        return new SessionProgress(session.id(), last, refusals);
    }
}
