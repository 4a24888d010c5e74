package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;

/** Tells one vehicle what was decided, as its ack mode asks. Confined to the event loop. */
final class Receipts {
    private static final long NOTHING_TOLD = -1;

    /** Unanswered {@code !sync} of one connection, at which it is no longer read. */
    private static final int MOST_SYNCS = 1_000;

    private final AckMode mode;
    private final Session session;
    private final Answers answers;
    private final Deque<Long> syncs = new ArrayDeque<>();
    private final long known;
    private long told = NOTHING_TOLD;

    Receipts(AckMode mode, Session session, Answers answers) {
        this.mode = mode;
        this.session = session;
        this.answers = answers;
        this.known = session.decided();
    }

    private boolean isOff() {
        return mode == AckMode.OFF;
    }

    /** Tells whether there is room for another {@code !sync}. */
    boolean hasRoom() {
        return syncs.size() < MOST_SYNCS;
    }

    /** Tells whether every message that was framed is decided. */
    boolean isSettled() {
        return session.decided() == session.framed();
    }

    void refused(Refusal refusal) {
        if (!isOff()) {
            answers.refused(refusal);
        }
    }

    void sync() {
        syncs.add(session.framed());
        answerSyncs();
    }

    /** Hears that more is decided, and what is to be told of it. */
    void decided(LateAnswers late) {
        if (!isOff()) {
            answers.late(late);
        }
        if (mode == AckMode.RECEIPTS && session.decided() > Math.max(known, told)) {
            tell();
        }
        answerSyncs();
    }

    /** Hears that the vehicle has been quiet for a second. */
    void quiet() {
        if (mode == AckMode.FINAL && isSettled() && told != session.decided()) {
            tell();
        }
    }

    /** Says the last {@code +ok}, also if it was said before: who half-closes waits for an answer. */
    void last() {
        if (!isOff()) {
            tell();
        }
    }

    void bye() {
        if (mode == AckMode.FINAL) {
            tell();
        }
        answers.bye(session.decided());
    }

    /** Hears that back-pressure began. */
    void held(Hold hold) {
        if (!isOff()) {
            answers.notice(hold.began());
        }
    }

    /** Hears that back-pressure ended. */
    void resumed(Hold hold) {
        if (!isOff()) {
            answers.notice(hold.ended());
        }
    }

    private void tell() {
        told = session.decided();
        answers.ok(told);
    }

    private void answerSyncs() {
        while (!syncs.isEmpty() && syncs.element() <= session.decided()) {
            answers.sync(syncs.remove());
        }
    }
}
