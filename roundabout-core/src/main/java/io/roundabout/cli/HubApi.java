package io.roundabout.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.roundabout.vehicle.HubUnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The hub's HTTP door, as the commands use it. Confined to one thread. */
final class HubApi {
    private static final int TIMEOUT_MILLIS = 30_000;
    /** What the connection says where the answer is no HTTP. */
    private static final int NO_STATUS = -1;

    private final HostPort http;
    private final ObjectMapper mapper = new ObjectMapper()
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    HubApi(HostPort http) {
        this.http = http;
    }

    /** Returns text as it stands in an address. */
    static String quoted(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Asks.
     *
     * @param path path and query
     * @throws HubUnreachableException if nobody answers
     * @throws CommandFailedException with the hub's words if it refuses
     */
    String get(String path) {
        return exchange("GET", path, null);
    }

    /** As {@link #get}, but tells the hub to do something; {@code request} is sent as JSON. */
    String post(String path, Object request) {
        try {
            return exchange("POST", path, mapper.writeValueAsBytes(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is plain", e);
        }
    }

    /** As {@link #get}, but ends what is at {@code path}. */
    String delete(String path) {
        return exchange("DELETE", path, null);
    }

    /** Reads an answer. */
    <T> T read(String answer, Class<T> type) {
        try {
            return mapper.readValue(answer, type);
        } catch (JsonProcessingException e) {
            throw new CommandFailedException(
                    "the hub at " + http + " answered what this command does not understand; is it of another version?",
                    e);
        }
    }

    private String exchange(String method, String path, byte @Nullable [] request) {
        URI address = URI.create("http://" + http + path);
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestMethod(method);
            if (request != null) {
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                connection.getOutputStream().write(request);
            }
            int status = connection.getResponseCode();
            if (status == NO_STATUS) {
                throw new IOException("the answer is no HTTP");
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw refusal(address, status, connection.getErrorStream());
            }
            return text(connection.getInputStream());
        } catch (IOException e) {
            throw new HubUnreachableException("cannot reach the hub at " + address + ": " + reason(e), e);
        }
    }

    /** Java says nothing but the name of a host that is not known. */
    private static @Nullable String reason(IOException cause) {
        return cause instanceof UnknownHostException
                ? "no host is known as '" + cause.getMessage() + "'"
                : cause.getMessage();
    }

    private CommandFailedException refusal(URI address, int status, @Nullable InputStream error) throws IOException {
        try {
            JsonNode told = error == null ? null : mapper.readTree(text(error));
            if (told != null && told.hasNonNull("code") && told.hasNonNull("text")) {
                return new CommandFailedException(told.get("text").asText(), null);
            }
        } catch (JsonProcessingException e) {
            // Then it is no hub.
        }
        return new CommandFailedException("what answers at " + address + " is no hub: it says " + status, null);
    }

    private static String text(InputStream answer) throws IOException {
        try (InputStream in = answer) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
