package io.roundabout.gate;

/** What happened at a relay since the hub was started, over all its connections. Confined to the gate's event loop. */
final class RelayCounts {
    private long sent;
    private long doubtful;

    void sent() {
        sent++;
    }

    void doubtful(int messages) {
        doubtful += messages;
    }

    RelayFigures figures(boolean connected) {
        return new RelayFigures(connected, sent, doubtful);
    }
}
