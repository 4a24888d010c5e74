package io.roundabout.gate;

import io.roundabout.outbox.BrokerAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who the hub is at a broker. Never printed.
 *
 * @param user as the broker knows it
 * @param password in clear
 */
record RelayCredentials(String user, String password) {
    /**
     * Finds those for a broker in a file that has the form of git's credential store: one URL {@code
     * amqp[s]://USER:PASSWORD@HOST[:PORT]} a line, user and password percent-encoded; lines that are empty or begin with # are
     * passed over. The first that fits is taken.
     *
     * @return empty if there is none
     * @throws IOException if it cannot be read, or a line is no such URL; it is named by number, and not shown
     */
    static Optional<RelayCredentials> find(Path file, BrokerAddress broker) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Optional<RelayCredentials> found = read(line, file + ":" + number, broker);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<RelayCredentials> read(String line, String place, BrokerAddress broker) throws IOException {
        try {
            URI uri = new URI(line);
            String info = uri.getRawUserInfo();
            int colon = info == null ? -1 : info.indexOf(':');
            if (info == null || colon < 1) {
                throw malformed(place);
            }
            String authority = uri.getRawAuthority().substring(info.length() + 1);
            String there = BrokerAddress.parse(uri.getScheme() + "://" + authority + "/any")
                    .broker();
            String user = decoded(info.substring(0, colon));
            boolean fits = there.equals(broker.broker())
                    && broker.user().map(user::equals).orElse(true);
            return fits
                    ? Optional.of(new RelayCredentials(user, decoded(info.substring(colon + 1))))
                    : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            // What they say may repeat the line, and is not shown.
            throw malformed(place);
        }
    }

    /** A plus sign stands for itself here, unlike in forms. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IOException malformed(String place) {
        return new IOException(place + " is no URL amqp://USER:PASSWORD@HOST:PORT");
    }

    @Override
    public String toString() {
        return user + ":***";
    }
}
