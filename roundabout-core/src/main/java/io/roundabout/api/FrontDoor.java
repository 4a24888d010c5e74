package io.roundabout.api;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every request to {@code /api/} passes. A name of another machine in the {@code Host} header is refused: a page in
 * somebody's browser could else have its own name resolve to this address and read what is here. Thread-safe.
 */
final class FrontDoor implements Routes {
    private static final String BEARER = "Bearer ";
    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");

    private final HttpDoor door;
    private final Doorkeeper doorkeeper;

    /** @param door what the server listens on, which is a good name too, and its other names */
    FrontDoor(HttpDoor door, Doorkeeper doorkeeper) {
        this.door = door;
        this.doorkeeper = doorkeeper;
    }

    @Override
    public void addTo(Javalin server) {
        server.before("/api/*", request -> {
            requireHost(request.header("Host"));
            doorkeeper.admit(request.method().name(), request.path(), token(request));
        });
    }

    private void requireHost(@Nullable String header) {
        if (header == null || isMine(name(header))) {
            return;
        }
        throw new RoundaboutException(
                Fault.VEHICLE,
                "WRONG_HOST",
                "this is not '" + name(header)
                        + "'; ask by the address the hub listens on, such as 'localhost', or have"
                        + " http.names list this name");
    }

    private boolean isMine(String name) {
        return LOOPBACK.contains(name.toLowerCase(Locale.ROOT))
                || name.matches("127(\\.[0-9]{1,3}){3}")
                || name.equalsIgnoreCase(door.host())
                || name.equalsIgnoreCase('[' + door.host() + ']')
                || door.names().stream().anyMatch(name::equalsIgnoreCase);
    }

    private static String name(String header) {
        int colon = header.lastIndexOf(':');
        return colon > header.lastIndexOf(']') ? header.substring(0, colon) : header;
    }

    private static Optional<String> token(Context request) {
        return Optional.ofNullable(request.header("Authorization"))
                .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(text -> text.substring(BEARER.length()).strip());
    }
}
