package io.roundabout.outbox;

import io.roundabout.RefusalCode;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.FramedMessage;
import io.roundabout.entrance.RefusedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts messages into the outbox as they were pushed: those of mailboxes, and refused ones. Confined to the turn. */
public final class MailboxMessages {
    private static final Map<String, String> PROPERTIES = Map.of("completed-by", "pass");
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    private final Outbox outbox;
    private final Turn turn;

    /** Opens the mailboxes of a partition for a turn. */
    public MailboxMessages(Outbox outbox, Turn turn) {
        this.outbox = outbox;
        this.turn = turn;
    }

    /**
     * Puts a message into the mailbox of its stream.
     *
     * @param position place in the order of arrival within the turn, from 0
     */
    public void pass(String stream, FramedMessage message, int position) {
        outbox.append(stream, passed(stream, message, position));
    }

    /**
     * Gives each output that takes copies of a stream one of its own; for a stream that joins take.
     *
     * @param position place in the order of arrival within the turn, from 0
     */
    public void copy(String stream, FramedMessage message, int position) {
        outbox.copy(stream, passed(stream, message, position));
    }

    private StoredMessage passed(String stream, FramedMessage message, int position) {
        return new StoredMessage(
                turn.epoch(),
                position,
                turn.nowMillis(),
                turn.nowMillis(),
                stream,
                message.key(),
                typeOf(message),
                properties(message),
                message.body(),
                message.id() == null ? null : message.id().utf8());
    }

    private static Map<String, String> properties(FramedMessage message) {
        String messageId = message.messageId();
        String trace = message.trace();
        if (messageId == null && trace == null) {
            return PROPERTIES;
        }
        Map<String, String> properties = new LinkedHashMap<>(PROPERTIES);
        if (messageId != null) {
            properties.put("pushed-id", messageId);
        }
        if (trace != null) {
            properties.put(StoredMessage.TRACE, trace);
        }
        return properties;
    }

    /**
     * Puts a refused message among the dead letters of its stream.
     *
     * @param position place in the order of arrival within the turn, from 0
     */
    public void setAside(String stream, RefusedMessage message, int position) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("reason", message.code().word());
        properties.put("detail", message.detail());
        properties.put("origin", stream);
        properties.put("vehicle", message.vehicle());
        if (message.truncated()) {
            properties.put("truncated", "true");
        }
        outbox.append(
                Outbox.deadLettersOf(stream),
                new StoredMessage(
                        turn.epoch(),
                        position,
                        turn.nowMillis(),
                        turn.nowMillis(),
                        stream,
                        null,
                        typeOf(message),
                        properties,
                        message.body(),
                        null));
    }

    /** Returns the MIME type of a message's body: the one it was sent with, or that of its format. */
    public static String typeOf(FramedMessage message) {
        String given = message.type();
        return given == null ? typeOf(message.format()) : given;
    }

    private static String typeOf(BodyFormat format) {
        return switch (format) {
            case JSON -> JSON;
            case TEXT -> TEXT;
            case BYTES -> BYTES;
        };
    }

    private static String typeOf(RefusedMessage message) {
        if (message.kept() == RefusedMessage.Kept.JSON) {
            return JSON;
        }
        return isText(message) ? TEXT : BYTES;
    }

    /** Only the beginning of the body may be here, so that what makes it no UTF-8 need not be in it. */
    private static boolean isText(RefusedMessage message) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message.body()));
            return message.code() != RefusalCode.BAD_UTF8;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
