package io.roundabout.gate;

import java.util.Set;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/**
 * What a broker decided about a message. Immutable.
 *
 * @param disposal what is done about it
 * @param detail why, for people; empty if nothing was said
 */
record BrokerFate(Disposal disposal, String detail) {
    /** What is wrong with the broker, not with the message: another time it is taken. */
    private static final Set<Symbol> ANOTHER_TIME = Set.of(
            AmqpError.RESOURCE_LIMIT_EXCEEDED,
            AmqpError.RESOURCE_LOCKED,
            AmqpError.RESOURCE_DELETED,
            AmqpError.UNAUTHORIZED_ACCESS,
            AmqpError.NOT_FOUND);

    /** Reads the state of a delivery that the broker has decided. */
    static BrokerFate of(@Nullable DeliveryState state) {
        if (state instanceof Accepted) {
            return new BrokerFate(Disposal.ACCEPTED, "");
        }
        if (state instanceof Rejected rejected) {
            ErrorCondition error = rejected.getError();
            return new BrokerFate(rejection(error), text(error));
        }
        if (state instanceof Modified modified) {
            if (Boolean.TRUE.equals(modified.getUndeliverableHere())) {
                return new BrokerFate(Disposal.REJECTED, "the broker says that it is undeliverable there");
            }
            boolean failed = Boolean.TRUE.equals(modified.getDeliveryFailed());
            return new BrokerFate(failed ? Disposal.MODIFIED : Disposal.RELEASED, "modified");
        }
        return new BrokerFate(Disposal.RELEASED, "released");
    }

    private static Disposal rejection(@Nullable ErrorCondition error) {
        if (error == null || error.getCondition() == null) {
            return Disposal.REJECTED;
        }
        if (error.getCondition().equals(AmqpError.INTERNAL_ERROR)) {
            // Nobody knows whose fault it is: tried again, but not for ever.
            return Disposal.MODIFIED;
        }
        return ANOTHER_TIME.contains(error.getCondition()) ? Disposal.RELEASED : Disposal.REJECTED;
    }

    /** Returns what an error says, with its condition. */
    static String text(@Nullable ErrorCondition error) {
        if (error == null || error.getCondition() == null) {
            return "";
        }
        return error.getDescription() == null
                ? error.getCondition().toString()
                : error.getCondition() + ": " + error.getDescription();
    }
}
