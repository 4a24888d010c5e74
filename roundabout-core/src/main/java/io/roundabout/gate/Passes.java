package io.roundabout.gate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs what the input of one turn of the event loop has made due, once for all of it: outputs offer and settle, then
 * connections write. So many dispositions become few settlements and many transfers one flush. Confined to the gate's
 * event loop.
 */
final class Passes {
    // After so many rounds other connections get their turn, even if one client is as fast as the gate.
    private static final int ROUNDS = 16;

    private final Executor loop;
    private final GateFailure failure;
    private final Set<GateConnection> unwritten = new LinkedHashSet<>();
    private @Nullable Outputs outputs;
    private boolean due;

    Passes(Executor loop, GateFailure failure) {
        this.loop = loop;
        this.failure = failure;
    }

    void offersOf(Outputs them) {
        outputs = them;
    }

    /** Makes a pass due. */
    void wake() {
        if (!due) {
            due = true;
            loop.execute(this::run);
        }
    }

    /** Lets {@code connection} write with the next pass. */
    void write(GateConnection connection) {
        unwritten.add(connection);
        wake();
    }

    private void run() {
        due = false;
        for (int round = 0; round < ROUNDS && isDue(); round++) {
            offer();
            List<GateConnection> now = new ArrayList<>(unwritten);
            unwritten.clear();
            now.forEach(GateConnection::write);
        }
        if (isDue()) {
            wake();
        }
    }

    @SuppressWarnings("IllegalCatch") // The top of the gate's thread: what fails here fails for every connection.
    private void offer() {
        try {
            if (outputs != null) {
                outputs.pass();
            }
        } catch (Throwable e) {
            failure.stop("messages could not be offered", e);
        }
    }

    private boolean isDue() {
        return !unwritten.isEmpty() || (outputs != null && outputs.isTouched());
    }
}
