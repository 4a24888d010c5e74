package io.roundabout.entrance;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The other end of a connection, for people. Pure functions. */
public final class Peers {
    private Peers() {}

    /** Returns {@code HOST:PORT}, an IPv6 address in brackets; empty where there is none. */
    public static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress peer) || peer.getAddress() == null) {
            return "";
        }
        String host = peer.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + peer.getPort();
    }
}
