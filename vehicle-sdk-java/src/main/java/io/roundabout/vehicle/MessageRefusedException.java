package io.roundabout.vehicle;

/** One message was refused. Its receipt fails with this. Pushing the same message again fails the same way. */
public final class MessageRefusedException extends VehicleException {
    private static final long serialVersionUID = 1L;

    private final RefusedMessage refused;

    /** Creates the failure. */
    public MessageRefusedException(RefusedMessage refused) {
        super(refused.code(), refused.toString());
        this.refused = refused;
    }

    /** Returns which message was refused, and why. */
    public RefusedMessage refused() {
        return refused;
    }
}
