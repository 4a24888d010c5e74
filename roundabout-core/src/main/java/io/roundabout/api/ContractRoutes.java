package io.roundabout.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What the API promises, as an OpenAPI document: {@code GET /api/v1/openapi.yaml}, and the same as {@code
 * /api/v1/openapi.json}. The document is kept by hand; a test compares it with what is answered. Thread-safe.
 */
public final class ContractRoutes implements Routes {
    private final String yaml;
    private final String json;

    /** Reads the document. */
    public ContractRoutes() {
        try (InputStream in = Objects.requireNonNull(ContractRoutes.class.getResourceAsStream("openapi.yaml"))) {
            yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            json = new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("the document is part of this program", e);
        }
    }

    @Override
    public void addTo(Javalin server) {
        server.get(
                "/api/v1/openapi.yaml",
                request -> request.contentType("application/yaml").result(yaml));
        server.get(
                "/api/v1/openapi.json",
                request -> request.contentType("application/json").result(json));
    }
}
