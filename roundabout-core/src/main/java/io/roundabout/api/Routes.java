package io.roundabout.api;

import io.javalin.Javalin;

/** Some of what is answered over HTTP. */
public interface Routes {
    /** Adds what it answers. */
    void addTo(Javalin server);
}
