package io.roundabout.vehicle;

import org.jspecify.annotations.Nullable;

/** No connection to the hub could be made, or a lost one could not be made again in time. Check the address; try later. */
public final class HubUnreachableException extends VehicleException {
    private static final long serialVersionUID = 1L;

    /** Creates the failure from what was tried. */
    public HubUnreachableException(String text, @Nullable Throwable cause) {
        super("unreachable", text, cause);
    }
}
