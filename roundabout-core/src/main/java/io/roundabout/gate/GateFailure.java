package io.roundabout.gate;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.function.Consumer;

/**
 * What is done when the gate's own bookkeeping fails, which every connection shares: the hub stops, since deliveries could
 * else stop without a word. Held state is not touched by it. Thread-safe.
 */
final class GateFailure {
    private final Consumer<Throwable> onFailure;

    /** @param onFailure stops the hub */
    GateFailure(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
    }

    /**
     * Stops the hub.
     *
     * @param what what could not be done
     * @param cause why, if not a failure that stopped it already
     * @return to be thrown on
     */
    RoundaboutException stop(String what, Throwable cause) {
        if (cause instanceof Stopping known) {
            return known;
        }
        Stopping stopping = new Stopping(what, cause);
        onFailure.accept(stopping);
        return stopping;
    }

    /** The hub is being stopped. */
    private static final class Stopping extends RoundaboutException {
        private static final long serialVersionUID = 1L;

        Stopping(String what, Throwable cause) {
            super(Fault.HUB, "GATE_FAILED", what + ": " + cause, cause);
        }
    }
}
