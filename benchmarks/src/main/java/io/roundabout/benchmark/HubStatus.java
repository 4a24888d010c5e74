package io.roundabout.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * What the hub says of its output.
 *
 * @param waiting results made and not settled
 * @param made results made
 * @param accepted results settled by the collector
 */
record HubStatus(long waiting, long made, long accepted) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Asks the hub. */
    static HubStatus of(int httpPort) throws IOException {
        JsonNode status;
        try (InputStream answer = URI.create("http://127.0.0.1:" + httpPort + "/api/v1/status")
                .toURL()
                .openStream()) {
            status = JSON.readTree(answer);
        }
        for (JsonNode output : status.path("outputs")) {
            if (output.path("name").asText().equals("enriched")) {
                return new HubStatus(
                        output.path("waiting").asLong(),
                        output.path("made").asLong(),
                        output.path("accepted").asLong());
            }
        }
        throw new IOException("the hub's status has no output 'enriched'");
    }
}
