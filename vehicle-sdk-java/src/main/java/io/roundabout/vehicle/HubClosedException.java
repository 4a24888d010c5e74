package io.roundabout.vehicle;

/** The hub closed the connection and said why, and trying again would end the same way. */
public final class HubClosedException extends VehicleException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param code the code after {@code -close}, such as {@code auth}
     * @param text what the hub said
     */
    public HubClosedException(String code, String text) {
        super(code, "the hub closed the connection: " + code + (text.isEmpty() ? "" : ": " + text));
    }
}
