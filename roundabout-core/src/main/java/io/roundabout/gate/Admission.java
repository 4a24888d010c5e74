package io.roundabout.gate;

/** How many connections there are, and how many of them have not opened. Confined to the gate's event loop. */
final class Admission {
    private final GateLimits limits;
    private int connections;
    private int unopened;

    Admission(GateLimits limits) {
        this.limits = limits;
    }

    /** Lets a connection in, not yet opened, if there is room. */
    boolean tryEnter() {
        if (connections >= limits.maxConnections() || unopened >= limits.maxUnopened()) {
            return false;
        }
        connections++;
        unopened++;
        return true;
    }

    void opened() {
        unopened--;
    }

    void left() {
        connections--;
    }
}
