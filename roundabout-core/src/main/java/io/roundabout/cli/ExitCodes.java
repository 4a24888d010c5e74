package io.roundabout.cli;

import io.roundabout.RoundaboutException;
import io.roundabout.vehicle.HubUnreachableException;

/** Exit codes of the commands. Source: the product's contract, command line. */
final class ExitCodes {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    /** Code of what the hub throws at its options, variables and settings file. */
    private static final String INVALID_SETTINGS = "INVALID_SETTINGS";

    private ExitCodes() {}

    static int of(Throwable failure) {
        if (failure instanceof HubUnreachableException) {
            return UNREACHABLE;
        }
        if (failure instanceof RoundaboutException wrong) {
            return wrong.code().equals(INVALID_SETTINGS) ? USAGE : FAILED;
        }
        // What the SDK throws at arguments, such as a stream's name that is none.
        return failure instanceof IllegalArgumentException ? USAGE : FAILED;
    }
}
