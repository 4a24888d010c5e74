package io.roundabout.trial;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports that a process can have again after it was killed. The system gives those from 32768 on to whoever connects to
 * somewhere (net.ipv4.ip_local_port_range), so that one of them may be taken in the meantime.
 */
final class KeptPorts {
    private static final int FIRST = 15_000;
    private static final int END = 32_768;

    private KeptPorts() {}

    static List<Integer> three() {
        return ThreadLocalRandom.current()
                .ints(FIRST, END)
                .distinct()
                .filter(KeptPorts::isFree)
                .limit(3)
                .boxed()
                .toList();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
