package io.roundabout.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message that somebody has by a lease.
 *
 * @param messageId the id it is delivered with
 * @param key its key, or null
 * @param from join or stream that made it
 * @param createdMillis when it was made
 * @param attempts failed deliveries
 * @param properties its application properties
 * @param contentType MIME type of the body
 * @param body the body
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy would double every body
public record LeasedMessage(
        String messageId,
        @Nullable String key,
        String from,
        long createdMillis,
        int attempts,
        Map<String, String> properties,
        String contentType,
        byte[] body) {
    private static final String FIRST_SEEN = "first-seen";

    public LeasedMessage {
        properties = new LinkedHashMap<>(properties);
    }

    /** Reads what a link would send. */
    static LeasedMessage of(HeldMessage held) {
        Message message = Proton.message();
        message.decode(held.bareMessage(), 0, held.bareMessage().length);
        Map<String, String> properties = new LinkedHashMap<>();
        message.getApplicationProperties().getValue().forEach((name, value) -> {
            // When its first part came: only a vehicle asks that.
            if (!name.equals(FIRST_SEEN)) {
                properties.put(name, String.valueOf(value));
            }
        });
        return new LeasedMessage(
                String.valueOf(message.getMessageId()),
                held.key(),
                message.getSubject(),
                message.getCreationTime(),
                held.attempts(),
                properties,
                message.getContentType(),
                bytes(message.getBody()));
    }

    private static byte[] bytes(Section body) {
        var binary = ((Data) body).getValue();
        byte[] bytes = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), bytes, 0, bytes.length);
        return bytes;
    }
}
