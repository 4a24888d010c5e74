package io.roundabout.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads the bodies of requests, and says in the words of the request what is wrong with one. Pure functions. */
final class RequestBody {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RequestBody() {}

    /** @throws RoundaboutException with code {@code BAD_REQUEST} or {@code TOO_LARGE} */
    static <T> T read(InputStream in, Class<T> type) {
        String text = text(in);
        try {
            T read = MAPPER.readValue(text, type);
            if (read == null) {
                throw wrong("the request is null; send an object, {...}");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw wrong(text(e));
        }
    }

    private static String text(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(Routes.MOST_BODY_BYTES + 1);
            if (bytes.length > Routes.MOST_BODY_BYTES) {
                throw new RoundaboutException(
                        Fault.VEHICLE, "TOO_LARGE", "the request has more than " + Routes.MOST_BODY_BYTES + " B");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the request did not come whole", e);
        }
    }

    private static String text(JsonProcessingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            String known = Objects.requireNonNull(unknown.getKnownPropertyIds()).stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "the request has a field '" + unknown.getPropertyName() + "'; it can have " + known;
        }
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String path = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            return "'" + path + "' has a value of another type than is expected";
        }
        if (failure instanceof JsonMappingException) {
            return "the request is not what is expected; send a JSON object, {...}";
        }
        return "the request is no JSON: " + failure.getOriginalMessage();
    }

    private static RoundaboutException wrong(String text) {
        return new RoundaboutException(Fault.VEHICLE, "BAD_REQUEST", text);
    }
}
