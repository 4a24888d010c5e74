package io.roundabout.gate;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/**
 * What a link takes from one output; a link whose address is a pattern has several. Confined to the gate's event loop.
 */
final class Tap implements Collector {
    /** Characters kept of a client's reason: as many as a dead letter keeps. */
    private static final int MOST_DETAIL = 1_024;

    private static final long NOT_DRAINING = Long.MIN_VALUE;

    private final OutgoingLink link;
    private final Output output;
    private final Taking taking;
    private long drainsUpTo = NOT_DRAINING;

    Tap(OutgoingLink link, Output output, Taking taking) {
        this.link = link;
        this.output = output;
        this.taking = taking;
    }

    /** A message that a link has, and where it is from. */
    record Lent(Tap tap, HeldMessage message) {}

    Output output() {
        return output;
    }

    /** Begins to collect. */
    void start() {
        if (taking == Taking.COPY) {
            output.browse(this);
        } else {
            output.attach(this);
        }
    }

    /** Hears whether the link drains. */
    void drain(boolean drains) {
        drainsUpTo = drains ? output.lastEpoch() : NOT_DRAINING;
    }

    boolean isDraining() {
        return drainsUpTo != NOT_DRAINING;
    }

    /** Hears that there is no credit left to give up. */
    void drained() {
        drainsUpTo = NOT_DRAINING;
    }

    @Override
    public boolean canTake() {
        return link.canTake(output);
    }

    @Override
    public boolean isFull() {
        return link.isFull(output);
    }

    @Override
    public boolean fits(HeldMessage message) {
        return link.fits(message);
    }

    @Override
    public void deliver(HeldMessage message) {
        link.deliver(new Lent(this, message));
    }

    @Override
    public long drainsUpTo() {
        return drainsUpTo;
    }

    @Override
    public Attached attached() {
        return link.attached();
    }

    @Override
    public void onDrained() {
        drained();
        link.onDrained();
    }

    /** Removes a message that was sent settled, unless it is a copy. */
    void onSentSettled(HeldMessage message) {
        if (taking == Taking.SETTLED_WHEN_SENT) {
            output.accept(message, null);
        }
    }

    /** Gives a message back that the link could not send, or has no more; {@code attempted} counts as a failure. */
    void giveBack(HeldMessage message, boolean attempted) {
        if (taking != Taking.COPY && attempted) {
            output.fail(message, null);
        } else if (taking != Taking.COPY) {
            output.release(message);
        }
    }

    /** Does what the client decided about a message. */
    void decide(HeldMessage message, @Nullable DeliveryState state, @Nullable Runnable whenCommitted) {
        if (state instanceof Modified modified && Boolean.TRUE.equals(modified.getUndeliverableHere())) {
            output.exclude(message, this);
        }
        if (taking != Taking.COPY) {
            if (state instanceof Accepted) {
                output.accept(message, whenCommitted);
                return;
            }
            if (state instanceof Rejected rejected) {
                output.reject(message, text(rejected.getError()), whenCommitted);
                return;
            }
            if (state instanceof Modified modified && Boolean.TRUE.equals(modified.getDeliveryFailed())) {
                output.fail(message, whenCommitted);
                return;
            }
            output.release(message);
        }
        if (whenCommitted != null) {
            whenCommitted.run();
        }
    }

    private static String text(@Nullable ErrorCondition error) {
        if (error == null || error.getCondition() == null) {
            return "";
        }
        String text = error.getDescription() == null ? error.getCondition().toString() : error.getDescription();
        return text.length() <= MOST_DETAIL ? text : text.substring(0, MOST_DETAIL);
    }

    /** Collects no more; what the link had was given back before. */
    void end() {
        output.detach(this);
    }
}
