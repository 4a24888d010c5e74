package io.roundabout.circulation;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Where the state is kept. Immutable.
 *
 * @param text a path on this machine, or {@code hdfs://HOST:PORT/PATH}, as a person wrote it
 */
public record StateAddress(String text) {
    private static final String HDFS = "hdfs://";

    /** Checks the text: an {@link IllegalArgumentException} says what is wrong and, after a semicolon, what would be right. */
    public StateAddress {
        if (text.startsWith(HDFS)) {
            checkHdfs(text);
        } else if (text.isEmpty() || text.contains("://")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no place for state; give a path on a local disk, or hdfs://HOST:PORT/PATH");
        }
    }

    /** Returns whether it is on HDFS. */
    public boolean isOnHdfs() {
        return text.startsWith(HDFS);
    }

    /** Returns the folder, of state on this machine. */
    Path local() {
        return Path.of(text);
    }

    /** Returns the address, of state on HDFS. */
    URI hdfs() {
        return URI.create(text);
    }

    private static void checkHdfs(String text) {
        try {
            URI address = new URI(text);
            if (address.getAuthority() == null || address.getPath().length() < 2 || address.getQuery() != null) {
                throw new IllegalArgumentException("'" + text + "' names no folder; write hdfs://HOST:PORT/PATH");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no address; write hdfs://HOST:PORT/PATH", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
