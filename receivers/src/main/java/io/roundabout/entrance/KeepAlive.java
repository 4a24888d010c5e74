package io.roundabout.entrance;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/** Finds vehicles that are gone without a word within two minutes; the system's default takes two hours. */
final class KeepAlive {
    /** Seconds until the first probe, seconds between probes, and probes without answer. */
    private static final Map<SocketOption<Integer>, Integer> PROBES = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 60,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 10,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 6);

    private KeepAlive() {}

    static void applyTo(ServerBootstrap bootstrap) {
        bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
        Set<SocketOption<?>> supported = supported();
        PROBES.forEach((option, value) -> {
            if (supported.contains(option)) {
                bootstrap.childOption(NioChannelOption.of(option), value);
            }
        });
    }

    /** Not every system lets a program choose these. */
    private static Set<SocketOption<?>> supported() {
        try (SocketChannel probe = SocketChannel.open()) {
            return probe.supportedOptions();
        } catch (IOException e) {
            throw new UncheckedIOException("no socket could be opened", e);
        }
    }
}
