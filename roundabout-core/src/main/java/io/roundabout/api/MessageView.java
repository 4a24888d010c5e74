package io.roundabout.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A held message.
 *
 * @param messageId the id it is delivered with
 * @param key its key, or null
 * @param from join or stream that made it
 * @param made when it was made, ISO 8601
 * @param ageSeconds since then
 * @param attempts failed deliveries
 * @param properties application properties; of a dead letter also its reason, detail and origin
 * @param contentType MIME type of the body
 * @param bytes bytes of the body
 * @param encoding what {@code body} is: {@code json}, {@code text} or {@code base64}
 * @param whole whether {@code body} is all of it
 * @param body the body, or its beginning
 */
public record MessageView(
        String messageId,
        @Nullable String key,
        String from,
        String made,
        long ageSeconds,
        int attempts,
        Map<String, String> properties,
        String contentType,
        int bytes,
        String encoding,
        boolean whole,
        JsonNode body) {
    public MessageView {
        properties = new LinkedHashMap<>(properties);
    }
}
