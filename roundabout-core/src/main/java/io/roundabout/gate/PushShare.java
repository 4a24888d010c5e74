package io.roundabout.gate;

import org.apache.qpid.proton.amqp.transport.AmqpError;

/** What one connection has sent and the hub has not decided. Confined to the gate's event loop. */
final class PushShare {
    private final PushBudget budget;
    private final Runnable onRoom;
    private long bytes;
    private long unfinishedBytes;
    private int unfinished;

    PushShare(PushBudget budget, Runnable onRoom) {
        this.budget = budget;
        this.onRoom = onRoom;
    }

    long bytes() {
        return bytes;
    }

    /** Tells whether nothing of it will be decided before a message of it is whole. */
    boolean isAllUnfinished() {
        return bytes == unfinishedBytes;
    }

    /** Tells whether more may be asked for; if not, the connection hears when it may. */
    boolean hasRoom() {
        return budget.hasRoom(this);
    }

    /** Tells whether more may be read; if not, the connection hears when it may. */
    boolean mayRead() {
        return budget.mayRead(this);
    }

    /** Counts a message that begins. */
    void begin() {
        if (unfinished++ == 0) {
            budget.begin(this);
        }
    }

    /**
     * Counts more of a message that has begun.
     *
     * @throws ProtocolViolation if so much has begun on several links that none of it could end
     */
    void take(long more) {
        bytes += more;
        unfinishedBytes += more;
        budget.take(more);
        long most = budget.limits().windowBytes() + 2L * budget.limits().messageBytes();
        if (unfinishedBytes > most) {
            throw new ProtocolViolation(
                    AmqpError.RESOURCE_LIMIT_EXCEEDED,
                    "more than " + most + " B of messages that are not whole (entrance.window, entrance.max-put)");
        }
    }

    /** Counts a message as whole that began, {@code its} bytes of it; from now on it takes {@code asWhole}. */
    void finish(long its, long asWhole) {
        unfinishedBytes -= its;
        bytes += asWhole - its;
        budget.take(asWhole - its);
        if (--unfinished == 0) {
            budget.finish(this);
        }
    }

    /** Counts what is decided. */
    void give(long less) {
        bytes -= less;
        budget.give(less);
    }

    void onRoom() {
        onRoom.run();
    }

    /** Hears that the connection is gone; what it sent is still to be decided. */
    void leave() {
        budget.forget(this);
    }
}
