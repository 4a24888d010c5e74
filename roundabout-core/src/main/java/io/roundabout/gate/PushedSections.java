package io.roundabout.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.RefusalCode;
import io.roundabout.entrance.Defect;
import io.roundabout.entrance.PushedMessage;
import io.roundabout.outbox.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.jspecify.annotations.Nullable;

/** The sections of one message as they are read, and what the hub takes of them. For one message. */
final class PushedSections {
    private static final int LONGEST_TYPE = 256;
    private static final int LONGEST_MESSAGE_ID = 1_024;
    private static final byte[] NOTHING = {};
    private static final byte[] JSON_TYPE = "application/json".getBytes(UTF_8);

    private final JsonForm json;
    private byte @Nullable [] key;
    private byte @Nullable [] messageId;
    private byte @Nullable [] type;
    private byte @Nullable [] trace;
    private byte @Nullable [] body;
    private @Nullable ByteArrayOutputStream joined;
    private boolean isValue;
    private @Nullable Defect defect;

    PushedSections(JsonForm json) {
        this.json = json;
    }

    /** Takes the next section; those that the hub has no use for are left out. */
    void add(@Nullable Object section) {
        if (section instanceof Properties properties) {
            addProperties(properties);
        } else if (section instanceof ApplicationProperties application && application.getValue() != null) {
            trace = TraceParent.read(application.getValue().get(StoredMessage.TRACE));
        } else if (section instanceof Data data) {
            addBody(bytes(data.getValue()), true);
        } else if (section instanceof AmqpValue value) {
            addValue(value.getValue());
        } else if (section instanceof AmqpSequence) {
            refuse("an amqp-sequence is no body here; send a data section or an amqp-value");
        }
    }

    private void addProperties(Properties properties) {
        key = properties.getGroupId() == null ? null : properties.getGroupId().getBytes(UTF_8);
        messageId = text(properties.getMessageId());
        if (messageId != null && messageId.length > LONGEST_MESSAGE_ID) {
            messageId = null;
            refuse("the message-id is longer than " + LONGEST_MESSAGE_ID + " B");
        }
        type = properties.getContentType() == null
                ? null
                : properties.getContentType().toString().getBytes(UTF_8);
        if (type != null && type.length > LONGEST_TYPE) {
            type = null;
            refuse("the content-type is longer than " + LONGEST_TYPE + " B");
        }
    }

    private static byte @Nullable [] text(@Nullable Object id) {
        if (id == null) {
            return null;
        }
        return id instanceof Binary binary
                ? HexFormat.of().formatHex(bytes(binary)).getBytes(UTF_8)
                : id.toString().getBytes(UTF_8);
    }

    private void addValue(@Nullable Object value) {
        if (value instanceof String text) {
            addBody(text.getBytes(UTF_8), false);
        } else if (value instanceof Binary binary) {
            addBody(bytes(binary), false);
        } else if (value instanceof Map<?, ?> || value instanceof List<?>) {
            addJson(value);
        } else {
            refuse("an amqp-value is a string, a binary, a map or a list; not "
                    + (value == null ? "null" : value.getClass().getSimpleName()));
        }
    }

    private void addJson(Object value) {
        try {
            addBody(json.of(value), false);
            type = type == null ? JSON_TYPE : type;
        } catch (IOException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private void addBody(byte[] more, boolean data) {
        if (body == null) {
            body = more;
            isValue = !data;
        } else if (data && !isValue) {
            if (joined == null) {
                joined = new ByteArrayOutputStream();
                joined.writeBytes(body);
            }
            joined.writeBytes(more);
        } else {
            refuse("a message has one amqp-value or data sections, not both");
        }
    }

    private static byte[] bytes(@Nullable Binary binary) {
        if (binary == null) {
            return NOTHING;
        }
        byte[] bytes = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), bytes, 0, bytes.length);
        return bytes;
    }

    private void refuse(String why) {
        if (defect == null) {
            defect = new Defect(RefusalCode.BAD_BODY, why);
        }
    }

    /** Returns the message. */
    PushedMessage message() {
        if (body == null) {
            refuse("the message has no body");
        }
        return new PushedMessage(key, messageId, type, trace, body(), defect);
    }

    private byte[] body() {
        if (joined != null) {
            return joined.toByteArray();
        }
        return body == null ? NOTHING : body;
    }

    /** Returns the message as one that is refused, of whose body there is {@code rest} beside what was read. */
    PushedMessage with(Defect why, byte[] rest) {
        addBody(rest, true);
        return new PushedMessage(key, messageId, type, trace, body(), why);
    }
}
