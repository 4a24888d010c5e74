package io.roundabout.gate;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;

/** The hub itself went wrong while it served one connection; that one is closed with {@code amqp:internal-error}. */
final class HubFault extends RoundaboutException {
    private static final long serialVersionUID = 1L;

    HubFault(Throwable cause) {
        super(Fault.HUB, "CONNECTION_FAULT", "the hub made an error on this connection", cause);
    }

    /** Returns {@code cause} if a client is to blame for it or it is one already, else a fault of the hub. */
    static RuntimeException of(RuntimeException cause) {
        return cause instanceof RoundaboutException ? cause : new HubFault(cause);
    }
}
