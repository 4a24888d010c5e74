package io.roundabout.entrance;

import io.roundabout.RefusalCode;
import java.util.Optional;

/**
 * Decides at the door whether a message is taken. What it finds out of a message that is taken is in {@link #envelope}
 * until the next check. Confined to the event loop.
 */
final class MessageCheck {
    private final JsonCheck json = new JsonCheck();
    private final Envelope envelope = new Envelope();

    Envelope envelope() {
        return envelope;
    }

    /** Checks a line. Returns why it is refused, or empty if it is taken. */
    Optional<Defect> line(Span line, StreamDoor door) {
        envelope.reset();
        Defect closed = door.closed();
        if (closed != null) {
            return Optional.of(closed);
        }
        if (!isUtf8(line)) {
            return notUtf8();
        }
        envelope.format = door.format() == StreamFormat.BYTES ? BodyFormat.BYTES : BodyFormat.TEXT;
        return content(line, door);
    }

    /** Checks a body. Returns why it is refused, or empty if it is taken. */
    Optional<Defect> body(Span body, StreamDoor door, Command.Put put) {
        envelope.reset();
        envelope.key = put.key().orElse(null);
        envelope.id = put.id().orElse(null);
        envelope.type = put.type().orElse(null);
        return body(body, door);
    }

    /** Checks a message that came whole. Returns why it is refused, or empty if it is taken. */
    Optional<Defect> pushed(PushedMessage message, Span body, StreamDoor door) {
        envelope.reset();
        Defect defect = message.defect();
        if (defect != null && door.closed() == null) {
            return Optional.of(defect);
        }
        envelope.key = message.key();
        envelope.id = door.takesMessageId() ? message.messageId() : null;
        envelope.type = message.type();
        envelope.messageId = message.messageId();
        envelope.trace = message.trace();
        return body(body, door);
    }

    private Optional<Defect> body(Span body, StreamDoor door) {
        Defect closed = door.closed();
        if (closed != null) {
            return Optional.of(closed);
        }
        if (envelope.key != null && !KeyText.isValid(envelope.key)) {
            return KeyText.defect("key");
        }
        if (envelope.id != null && !KeyText.isValid(envelope.id)) {
            return KeyText.defect("id");
        }
        boolean binary = door.format() == StreamFormat.BYTES || !isUtf8(body);
        if (binary && (door.format() == StreamFormat.JSON || door.format() == StreamFormat.TEXT)) {
            return notUtf8();
        }
        envelope.format = binary ? BodyFormat.BYTES : BodyFormat.TEXT;
        return content(body, door);
    }

    private Optional<Defect> content(Span content, StreamDoor door) {
        switch (door.format()) {
            case JSON -> {
                Optional<Defect> defect = json.check(content, door, envelope);
                if (defect.isPresent()) {
                    return defect;
                }
                envelope.format = BodyFormat.JSON;
            }
            case ANY -> {
                if (envelope.format == BodyFormat.TEXT && isObject(content, door)) {
                    envelope.format = BodyFormat.JSON;
                }
            }
            case TEXT, BYTES -> {}
        }
        if (envelope.key == null && door.keyRequired()) {
            Defect defect = noKey(door);
            return Optional.of(envelope.format == BodyFormat.JSON ? defect.inJson() : defect);
        }
        return fit(content, door);
    }

    private static Optional<Defect> fit(Span content, StreamDoor door) {
        BodyCheck check = door.check();
        return check == null
                ? Optional.empty()
                : check.defect(content.array(), content.from(), content.length())
                        .map(text -> new Defect(RefusalCode.SCHEMA, text).inJson());
    }

    private boolean isObject(Span content, StreamDoor door) {
        return mayBeObject(content) && json.check(content, door, envelope).isEmpty();
    }

    /** Spares plain text the parser. */
    private static boolean mayBeObject(Span content) {
        for (int i = content.from(); i < content.to(); i++) {
            byte b = content.array()[i];
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '{';
            }
        }
        return false;
    }

    private static boolean isUtf8(Span span) {
        return Utf8.isValid(span.array(), span.from(), span.to());
    }

    private static Optional<Defect> notUtf8() {
        return Optional.of(new Defect(
                RefusalCode.BAD_UTF8, "the message is not UTF-8. Send binary content with !put to a bytes stream."));
    }

    private static Defect noKey(StreamDoor door) {
        String where = door.key() == null
                ? "send it with !put key="
                : "expected at " + Answers.quotable(door.key().toString());
        return new Defect(RefusalCode.NO_KEY, "stream '" + door.name() + "' needs a key; " + where);
    }
}
