package io.roundabout.entrance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** Reads {@code docs/vectors}; its README says what they mean. */
final class Vectors {
    private static final Path FOLDER = Path.of("..", "docs", "vectors");

    private Vectors() {}

    static Stream<JsonNode> read(String file) {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "docs/vectors is absent");
        try {
            JsonNode all = new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
            return StreamSupport.stream(all.get("vectors").spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (node.isTextual()) {
            out.writeBytes(node.textValue().getBytes(StandardCharsets.UTF_8));
        } else if (node.isArray()) {
            node.forEach(part -> out.writeBytes(bytes(part)));
        } else if (node.has("hex")) {
            out.writeBytes(HexFormat.of().parseHex(node.get("hex").textValue()));
        } else {
            byte[] once = bytes(node.get("repeat"));
            for (int i = 0; i < node.get("times").intValue(); i++) {
                out.writeBytes(once);
            }
        }
        return out.toByteArray();
    }

    static String text(JsonNode node) {
        return new String(bytes(node), StandardCharsets.UTF_8);
    }

    /** Translates the definition of a stream as a pipeline file has it. */
    static StreamDefinition stream(String name, JsonNode definition) {
        StreamFormat format = switch (definition.path("format").asText("json")) {
            case "text" -> StreamFormat.TEXT;
            case "bytes" -> StreamFormat.BYTES;
            default -> StreamFormat.JSON;
        };
        String key = definition.path("key").asText("");
        boolean required = !key.equals("none");
        Optional<String> pointer =
                required && !key.isEmpty() ? Optional.of(key.startsWith("/") ? key : "/" + key) : Optional.empty();
        String id = definition.path("id").asText("");
        Optional<String> idPointer = id.isEmpty() ? Optional.empty() : Optional.of(id.startsWith("/") ? id : "/" + id);
        return new StreamDefinition(name, format, pointer, idPointer, required, true, Optional.empty());
    }
}
