package io.roundabout.api;

import java.util.Optional;

/** Says who may ask what over HTTP. Asked before every request to {@code /api/}. Thread-safe. */
@FunctionalInterface
public interface Doorkeeper {
    /** Lets everybody in who can reach the door: it listens on loopback as long as there are no accounts. */
    Doorkeeper OPEN = (method, path, token) -> {};

    /**
     * Lets a request in, or does not.
     *
     * @param method such as {@code POST}
     * @param path such as {@code /api/v1/status}
     * @param token what came as {@code Authorization: Bearer TOKEN}; empty if nothing did
     * @throws io.roundabout.RoundaboutException with code {@code UNAUTHORIZED} or {@code FORBIDDEN}
     */
    void admit(String method, String path, Optional<String> token);
}
