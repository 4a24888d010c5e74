package io.roundabout.vehicle;

import io.roundabout.vehicle.CollectedMessage.Delivery;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.message.facade.JmsMessageFacade;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;

/** Reads a message of the AMQP client as ours. Pure functions. */
final class GateMessage {
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

    private GateMessage() {}

    static CollectedMessage read(jakarta.jms.Message message) throws JMSException {
        JmsMessageFacade facade = ((JmsMessage) message).getFacade();
        Optional<String> contentType = contentType(facade);
        return new CollectedMessage(
                Optional.ofNullable(facade.getProviderMessageIdObject()).map(Object::toString),
                Optional.ofNullable(facade.getGroupId()),
                Optional.ofNullable(facade.getType()),
                contentType,
                properties(facade),
                new Delivery(Instant.ofEpochMilli(facade.getTimestamp()), facade.getRedeliveryCount()),
                body(message, contentType));
    }

    private static Optional<String> contentType(JmsMessageFacade facade) {
        return facade instanceof AmqpJmsMessageFacade amqp
                ? Optional.ofNullable(amqp.getContentType()).map(Object::toString)
                : Optional.empty();
    }

    /** Asked of the facade, because JMS hides names that are no Java identifiers, such as {@code completed-by}. */
    private static Map<String, Object> properties(JmsMessageFacade facade) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : facade.getPropertyNames()) {
            Object value = facade.getProperty(name);
            if (value != null && !name.startsWith("JMS")) {
                properties.put(name, value);
            }
        }
        return properties;
    }

    /** The client reads a data section as text or as bytes, by its content type; encoded again, the bytes are the same. */
    private static byte[] body(jakarta.jms.Message message, Optional<String> contentType) throws JMSException {
        if (message instanceof BytesMessage bytes) {
            byte[] body = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(body);
            return body;
        }
        Object body = message.getBody(Object.class);
        return body == null ? new byte[0] : body.toString().getBytes(charset(contentType));
    }

    private static Charset charset(Optional<String> contentType) {
        Matcher charset = CHARSET.matcher(contentType.orElse(""));
        return charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
    }
}
