package io.roundabout.entrance;

/** The vehicle sends nothing more; what it sent is being decided. Confined to the event loop. */
final class Leaving implements Phase {

    /** Why the input is over. */
    enum Reason {
        INPUT_ENDED,
        BYE,
        SHUTDOWN
    }

    private final VehicleConnection connection;
    private final Session session;
    private final Receipts receipts;
    private final Reason reason;

    Leaving(VehicleConnection connection, Session session, Receipts receipts, Reason reason) {
        this.connection = connection;
        this.session = session;
        this.receipts = receipts;
        this.reason = reason;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean takesFrames() {
        return false;
    }

    @Override
    public void decided(LateAnswers late) {
        receipts.decided(late);
        endIfSettled();
    }

    /** Says the last words if everything is decided. */
    void endIfSettled() {
        if (!receipts.isSettled()) {
            return;
        }
        switch (reason) {
            case INPUT_ENDED -> {
                receipts.last();
                connection.hangUp();
            }
            case BYE -> {
                receipts.bye();
                connection.hangUp();
            }
            case SHUTDOWN -> {
                receipts.last();
                connection.closeForShutdown();
            }
        }
    }

    @Override
    public void drain() {
        // It ends by itself, as soon as everything is decided.
    }

    @Override
    public void left() {
        connection.entrance().left(session, connection);
    }
}
