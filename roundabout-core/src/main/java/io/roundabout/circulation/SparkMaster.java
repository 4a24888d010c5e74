package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Where Spark runs. Immutable.
 *
 * @param text URL as Spark reads it, {@code --master}
 */
record SparkMaster(String text) {
    private static final String STANDALONE = "spark://";
    private static final String LOCAL_CLUSTER = "local-cluster";
    private static final int PATIENCE_MILLIS = 5_000;

    /** Returns whether tasks run in the JVM of the hub. */
    boolean isThisJvm() {
        return text.startsWith("local") && !isLocalCluster();
    }

    /** Returns whether Spark starts a cluster of processes on this machine for this hub alone. */
    boolean isLocalCluster() {
        return text.startsWith(LOCAL_CLUSTER);
    }

    /** Returns whether it is a master that was started before, and whom the hub must know a secret of. */
    boolean isStandalone() {
        return text.startsWith(STANDALONE);
    }

    /**
     * Asks whether anybody listens where a standalone master should, since Spark itself tries for a minute and then says
     * little. Takes at most 5 s for each master that the URL names.
     *
     * @throws RoundaboutException with code {@code MASTER_UNREACHABLE} if nobody does
     */
    void requireListening() {
        if (!isStandalone()) {
            return;
        }
        String why = "";
        for (String address : addresses()) {
            why = problem(address);
            if (why.isEmpty()) {
                return;
            }
        }
        throw unreachable(why, null);
    }

    /** Returns what to tell a person when there is no master to be had. */
    RoundaboutException unreachable(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new RoundaboutException(
                Fault.SURROUNDINGS,
                "MASTER_UNREACHABLE",
                "no Spark master takes this hub at '" + text + "': " + why
                        + ". See that it runs and has the same secret, and correct --master.",
                cause);
    }

    private List<String> addresses() {
        return Arrays.stream(text.substring(STANDALONE.length()).split(",")).toList();
    }

    private static String problem(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            return "'" + address + "' has no port";
        }
        String host = address.substring(0, colon);
        try (Socket probe = new Socket()) {
            InetSocketAddress to = new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
            if (to.isUnresolved()) {
                throw new UnknownHostException(host);
            }
            probe.connect(to, PATIENCE_MILLIS);
            return "";
        } catch (UnknownHostException e) {
            return "host '" + host + "' is not known";
        } catch (IOException | IllegalArgumentException e) {
            return address + " does not answer (" + e.getMessage() + ")";
        }
    }
}
