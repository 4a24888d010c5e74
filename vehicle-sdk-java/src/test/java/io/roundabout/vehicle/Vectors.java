package io.roundabout.vehicle;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Reads the byte-exact vectors of the entrance protocol. Their form is described in docs/vectors/README.md. */
final class Vectors {
    private static final Path FOLDER = Path.of("..", "docs", "vectors");

    private Vectors() {}

    static List<JsonNode> of(String file) {
        Path path = FOLDER.resolve(file);
        Assumptions.assumeTrue(Files.exists(path), () -> path + " is not there");
        try {
            List<JsonNode> vectors = new ArrayList<>();
            new ObjectMapper().readTree(path.toFile()).get("vectors").forEach(vectors::add);
            return vectors;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(JsonNode value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (value.isArray()) {
            value.forEach(part -> bytes.writeBytes(bytes(part)));
        } else if (value.has("hex")) {
            bytes.writeBytes(HexFormat.of().parseHex(value.get("hex").asText()));
        } else if (value.has("repeat")) {
            byte[] part = bytes(value.get("repeat"));
            for (int i = 0; i < value.get("times").asInt(); i++) {
                bytes.writeBytes(part);
            }
        } else {
            bytes.writeBytes(value.asText().getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    static String text(JsonNode value) {
        return new String(bytes(value), UTF_8);
    }
}
