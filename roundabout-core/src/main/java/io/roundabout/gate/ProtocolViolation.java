package io.roundabout.gate;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** A client broke AMQP 1.0 or asked for more than the gate allows; its connection is closed with the condition. */
final class ProtocolViolation extends RoundaboutException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCondition condition;

    ProtocolViolation(Symbol condition, String text) {
        super(Fault.VEHICLE, "PROTOCOL_VIOLATION", text);
        this.condition = new ErrorCondition(condition, text);
    }

    ErrorCondition condition() {
        return condition;
    }
}
