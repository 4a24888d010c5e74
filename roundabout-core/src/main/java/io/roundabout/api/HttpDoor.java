package io.roundabout.api;

import java.util.List;

/**
 * Where the HTTP door is. Immutable.
 *
 * @param host address to listen on
 * @param port to listen on; 0 for any
 * @param names what it may be called in the {@code Host} header beside {@code host} and the names of loopback
 */
public record HttpDoor(String host, int port, List<String> names) {
    public HttpDoor {
        names = List.copyOf(names);
    }
}
