package io.roundabout.gate;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.roundabout.outbox.BrokerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * What it takes to come to a broker. Found anew for each connection, so that another address, password or certificate is
 * used as soon as it is there.
 *
 * @param address where it is now
 * @param credentials who the hub is there; empty: nobody in particular
 * @param tls checks its certificate; empty: in clear
 */
record BrokerRoute(InetSocketAddress address, Optional<RelayCredentials> credentials, Optional<SslContext> tls) {
    /**
     * Finds it: asks name servers and reads files, which takes its time.
     *
     * @throws IOException saying what is wrong, for people
     */
    static BrokerRoute find(BrokerAddress broker, RelaySettings settings) throws IOException {
        InetSocketAddress address = new InetSocketAddress(broker.host(), broker.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("host '" + broker.host() + "' is not known");
        }
        return new BrokerRoute(address, credentials(broker, settings), tls(broker, settings));
    }

    private static Optional<RelayCredentials> credentials(BrokerAddress broker, RelaySettings settings)
            throws IOException {
        Optional<RelayCredentials> found = settings.credentials().isPresent()
                ? RelayCredentials.find(settings.credentials().get(), broker)
                : Optional.empty();
        if (broker.user().isPresent() && found.isEmpty()) {
            throw new IOException(
                    "there is no password for user '" + broker.user().get() + "' at " + broker.broker()
                            + "; write it in the file that setting relay.credentials names"
                            + settings.credentials().map(file -> ", " + file).orElse(""));
        }
        return found;
    }

    private static Optional<SslContext> tls(BrokerAddress broker, RelaySettings settings) throws IOException {
        if (!broker.tls()) {
            return Optional.empty();
        }
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                // Spark starts JVMs with an option that has Netty check no host names unless told to.
                .endpointIdentificationAlgorithm("HTTPS");
        if (settings.trust().isPresent()) {
            try {
                builder.trustManager(settings.trust().get().toFile());
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        settings.trust().get() + " (relay.trust) has no certificates in PEM: " + e.getMessage(), e);
            }
        }
        return Optional.of(builder.build());
    }
}
