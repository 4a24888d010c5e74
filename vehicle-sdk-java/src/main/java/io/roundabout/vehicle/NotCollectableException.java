package io.roundabout.vehicle;

import org.jspecify.annotations.Nullable;

/** The hub does not let this address be collected from. The text is the hub's own and names what could be collected. */
public final class NotCollectableException extends VehicleException {
    private static final long serialVersionUID = 1L;

    private final String address;

    /**
     * Creates the failure.
     *
     * @param code {@code not-found} or {@code not-allowed}
     * @param address what was asked for
     * @param text what the hub said
     * @param cause the AMQP client's failure
     */
    public NotCollectableException(String code, String address, String text, @Nullable Throwable cause) {
        super(code, "cannot collect from '" + address + "': " + text, cause);
        this.address = address;
    }

    /** Returns the address asked for. */
    public String address() {
        return address;
    }
}
