package io.roundabout.api;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The dashboard: one page at {@code /} and the few files it needs. They are read from the class path once. Nothing else is
 * loaded from anywhere, and the browser is told to see to that. Thread-safe.
 */
public final class DashboardRoutes implements Routes {
    /** Only what this door serves: no script or style that stands in the page, no other page around it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<String> FILES = List.of(
            "index.html",
            "dashboard.css",
            "icon.svg",
            "theme.js",
            "dashboard.js",
            "dialogs.js",
            "dom.js",
            "hub.js",
            "meters.js",
            "model.js",
            "picture.js",
            "plots.js");

    @Override
    public void addTo(Javalin server) {
        for (String file : FILES) {
            byte[] content = read(file);
            server.get(
                    file.equals("index.html") ? "/" : "/dashboard/" + file,
                    request -> request.contentType(type(file))
                            .header("Content-Security-Policy", POLICY)
                            .header("X-Content-Type-Options", "nosniff")
                            .header("Referrer-Policy", "no-referrer")
                            // Another version of the hub has other files by the same names.
                            .header("Cache-Control", "no-cache")
                            .result(content));
        }
    }

    private static String type(String file) {
        return switch (file.substring(file.lastIndexOf('.'))) {
            case ".html" -> "text/html; charset=utf-8";
            case ".css" -> "text/css; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> "text/javascript; charset=utf-8";
        };
    }

    private static byte[] read(String name) {
        try (InputStream file = DashboardRoutes.class.getResourceAsStream("/dashboard/" + name)) {
            if (file == null) {
                throw new IllegalStateException("the file '" + name + "' of the dashboard is not on the class path");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
