package io.roundabout.entrance;

import io.roundabout.RefusalCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a message that the hub has already, as the door would if it came now. Confined to one thread.
 */
public final class DoorCheck {
    private final MessageCheck check = new MessageCheck();
    private final Span span = new Span();

    /** What the door says of a message. */
    public sealed interface Verdict {}

    /**
     * It is taken. Arrays are not copied.
     *
     * @param format what the body is
     * @param key UTF-8 of its key, or null
     * @param id UTF-8 of its duplicate id, or null
     */
    public record Taken(BodyFormat format, byte @Nullable [] key, byte @Nullable [] id) implements Verdict {}

    /**
     * It is refused.
     *
     * @param code why, for programs
     * @param text why, for people
     */
    public record Refused(RefusalCode code, String text) implements Verdict {}

    /**
     * Checks a message.
     *
     * @param body its body, whole
     * @param key UTF-8 of the key that was given with it, or null if it is to be found in the body
     * @param stream the definition of its stream
     */
    public Verdict check(byte[] body, byte @Nullable [] key, StreamDefinition stream) {
        return check(body, key, null, stream);
    }

    /**
     * Checks a message that was given an id, too.
     *
     * @param id UTF-8 of the duplicate id that was given with it, or null if it is to be found in the body
     */
    public Verdict check(byte[] body, byte @Nullable [] key, byte @Nullable [] id, StreamDefinition stream) {
        Command.Put put =
                new Command.Put(Optional.ofNullable(key), Optional.ofNullable(id), Optional.empty(), body.length);
        span.set(body, 0, body.length);
        Optional<Defect> defect = check.body(span, StreamDoor.open(stream), put);
        if (defect.isPresent()) {
            return new Refused(defect.get().code(), defect.get().text());
        }
        Envelope envelope = check.envelope();
        return new Taken(envelope.format, envelope.key, envelope.id);
    }
}
