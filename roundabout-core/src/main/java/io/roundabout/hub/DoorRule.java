package io.roundabout.hub;

import io.roundabout.cli.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where doors may listen: on loopback, since nothing tells who comes in as long as there are no accounts; elsewhere only
 * where somebody consents. Immutable.
 *
 * @param open whether somebody consented, {@code doors.open}
 */
record DoorRule(boolean open) {
    static final List<Setting<HostPort>> DOORS =
            List.of(SettingsTable.ENTRANCE, SettingsTable.AMQP, SettingsTable.HTTP);

    /** Returns what is wrong with an address for a door, and what would be right; empty if it may be used. */
    Optional<String> problem(HostPort door) {
        try {
            if (open || isLoopback(door.host())) {
                return Optional.empty();
            }
        } catch (UnknownHostException e) {
            return Optional.of("host '" + door.host() + "' is not known; listen on 127.0.0.1");
        }
        return Optional.of("'" + door
                + "' is open to other machines, and this version has no accounts to tell who may come in;"
                + " listen on 127.0.0.1:" + door.port() + " and let others in by a tunnel such as ssh -L,"
                + " or set doors.open to true where the network itself keeps strangers out");
    }

    static boolean isLoopback(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    }
}
