package io.roundabout.outbox;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An address at an AMQP 1.0 broker, written {@code amqp[s]://[USER@]HOST[:PORT]/ADDRESS[?capability=queue|topic]}. It has no
 * password: its text is kept in the state and shown to whoever looks. Immutable.
 *
 * @param tls whether the connection is encrypted and the broker shows a certificate
 * @param user who the hub is there; empty: a setting says so, or nobody asks
 * @param host name or IP address; one of version 6 without brackets
 * @param port 1 to 65535
 * @param address what the broker calls it, not encoded; may have slashes
 * @param capability what is to be there, if the broker makes it: Artemis and others go by it
 */
public record BrokerAddress(
        boolean tls, Optional<String> user, String host, int port, String address, Capability capability) {
    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;
    private static final int LAST_PORT = 65_535;
    private static final String EXAMPLE = "write it as amqp://HOST:5672/ADDRESS, or amqps:// for TLS";

    /** What an address at a broker does with a message. */
    public enum Capability {
        /** One receiver gets it. */
        QUEUE,
        /** Each subscriber gets it; nobody, where there is none. */
        TOPIC;

        /** Returns the word for it, as clients and brokers write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads the text of one.
     *
     * @throws IllegalArgumentException saying what is wrong and, after a semicolon, what would be right; without a password
     */
    public static BrokerAddress parse(String text) {
        URI uri = uri(text);
        boolean tls = "amqps".equals(uri.getScheme());
        if (!tls && !"amqp".equals(uri.getScheme())) {
            throw wrong("it begins with neither amqp:// nor amqps://; " + EXAMPLE);
        }
        if (uri.getRawUserInfo() != null && uri.getRawUserInfo().indexOf(':') >= 0) {
            throw wrong(
                    "it has a password, which everybody who sees the rules would see; leave the user only, and write"
                            + " the password in the file that setting relay.credentials names");
        }
        if (uri.getHost() == null) {
            throw wrong("it names no host, of letters, digits, '-' and '.'; " + EXAMPLE);
        }
        String path = uri.getPath();
        if (path == null || path.length() < 2) {
            throw wrong("it names no address at the broker; " + EXAMPLE);
        }
        if (uri.getFragment() != null) {
            throw wrong("it has a '#'; write %23 where it is part of the address");
        }
        return new BrokerAddress(
                tls,
                Optional.ofNullable(uri.getUserInfo()).filter(user -> !user.isEmpty()),
                unbracketed(uri.getHost()),
                port(uri.getPort(), tls),
                path.substring(1),
                capability(uri.getQuery()));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Why is not said: it would repeat the text, and there may be a password in it.
            throw wrong("it is no URL at character " + (e.getIndex() + 1) + "; " + EXAMPLE);
        }
    }

    private static int port(int given, boolean tls) {
        if (given == 0 || given > LAST_PORT) {
            throw wrong("its port is " + given + "; it must be a number from 1 to " + LAST_PORT);
        }
        return given < 0 ? standardPort(tls) : given;
    }

    private static int standardPort(boolean tls) {
        return tls ? TLS_PORT : PORT;
    }

    private static Capability capability(String query) {
        if (query == null) {
            return Capability.QUEUE;
        }
        List<String> words =
                Arrays.stream(Capability.values()).map(Capability::word).toList();
        String word = query.startsWith("capability=") ? query.substring("capability=".length()) : "";
        if (!words.contains(word)) {
            throw wrong("after '?' it says '" + query + "'; it can be "
                    + words.stream().map(it -> "capability=" + it).collect(Collectors.joining(" or ")));
        }
        return Capability.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(text);
    }

    /** Returns where the broker listens, as {@code amqp://HOST:PORT}. */
    public String broker() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (tls ? "amqps://" : "amqp://") + name + ":" + port;
    }

    /** Returns its text, which {@link #parse} reads; equal ones have equal texts. */
    @Override
    public String toString() {
        try {
            return new URI(
                            tls ? "amqps" : "amqp",
                            user.orElse(null),
                            host,
                            port == standardPort(tls) ? -1 : port,
                            "/" + address,
                            capability == Capability.QUEUE ? null : "capability=" + capability.word(),
                            null)
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("it was read from a URL", e);
        }
    }
}
