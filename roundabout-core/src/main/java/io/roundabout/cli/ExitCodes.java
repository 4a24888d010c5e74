package io.roundabout.cli;

import io.roundabout.vehicle.HubUnreachableException;

/** Exit codes of the commands. Source: the product's contract, command line. */
final class ExitCodes {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    private ExitCodes() {}

    static int of(Throwable failure) {
        if (failure instanceof HubUnreachableException) {
            return UNREACHABLE;
        }
        // What the SDK throws at arguments, such as a stream's name that is none.
        return failure instanceof IllegalArgumentException ? USAGE : FAILED;
    }
}
