package io.roundabout.gate;

import io.roundabout.entrance.SideDoor;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/** Where a client wants to push, read from the target of its attach (AMQP 1.0 section 3.5.4). Pure functions. */
final class TargetRequest {
    private TargetRequest() {}

    /** Returns why nothing can be pushed to {@code wanted}; empty if it can. */
    static Optional<ErrorCondition> refusal(
            org.apache.qpid.proton.amqp.transport.@Nullable Target wanted, SideDoor door) {
        if (wanted instanceof Coordinator) {
            return refused(
                    AmqpError.NOT_IMPLEMENTED, "transactions are not supported; each message is committed by itself");
        }
        if (!(wanted instanceof Target target)
                || target.getAddress() == null
                || target.getAddress().isEmpty()) {
            return refused(
                    AmqpError.NOT_IMPLEMENTED,
                    "a sender needs a target with an address, the name of a stream; messages with addresses of their own"
                            + " are not supported");
        }
        if (target.getDynamic()) {
            return refused(AmqpError.NOT_IMPLEMENTED, "dynamic targets are not supported; name a stream");
        }
        return door.refusal(target.getAddress()).map(text -> new ErrorCondition(AmqpError.NOT_FOUND, text));
    }

    private static Optional<ErrorCondition> refused(Symbol condition, String text) {
        return Optional.of(new ErrorCondition(condition, text));
    }
}
