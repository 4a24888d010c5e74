package io.roundabout.gate;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says for people why a broker could not be reached. Pure functions. */
final class BrokerFailure {
    private BrokerFailure() {}

    /** Returns what a failure means. */
    static String text(Throwable failure) {
        String said = Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
        if (failure instanceof ConnectTimeoutException) {
            return "it does not answer (" + said + ")";
        }
        if (failure instanceof ConnectException) {
            return "it cannot be reached (" + said + ")";
        }
        if (failure instanceof SSLException) {
            return "TLS failed (" + root(failure) + ")";
        }
        return said;
    }

    /** What checks certificates says why in the innermost cause. */
    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    }
}
