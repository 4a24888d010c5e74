package io.roundabout.entrance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.roundabout.RefusalCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a message is one JSON object and takes its key and id from it. The body is never changed and numbers are
 * never converted. Confined to the event loop.
 *
 * <p>Uses Jackson's blocking parser on whole messages only: the non-blocking one skips limits (GHSA-72hv-8253-57qq).
 */
final class JsonCheck {
    /** Source: docs/wire.md; the object itself is 1. */
    private static final int MAX_DEPTH = 32;

    /** How Jackson's message begins; a test notices when it changes. */
    private static final String DUPLICATE = "Duplicate field ";

    private static final int LONGEST_TEXT = 200;

    private final JsonFactory factory = JsonFactory.builder()
            // Without detection the bytes are UTF-8 and nothing else: a byte order mark or UTF-16 is no JSON here.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Names that collide on purpose cost their sender time; they are no reason to refuse the message.
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final PointerWalk key = new PointerWalk(MAX_DEPTH);
    private final PointerWalk id = new PointerWalk(MAX_DEPTH);

    /**
     * Checks {@code body}, which is valid UTF-8, and puts key and id into {@code envelope} where the stream has pointers
     * for them and the envelope does not have them yet.
     */
    Optional<Defect> check(Span body, StreamDoor door, Envelope envelope) {
        try (JsonParser parser = factory.createParser(body.array(), body.from(), body.length())) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return defect(RefusalCode.BAD_JSON, "expected one JSON object, found " + named(first));
            }
            return members(parser, door, envelope);
        } catch (StreamConstraintsException e) {
            return defect(RefusalCode.TOO_DEEP, "the object is nested more than 32 deep. Flatten it.");
        } catch (StreamReadException e) {
            return malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private Optional<Defect> members(JsonParser parser, StreamDoor door, Envelope envelope) throws IOException {
        key.start(envelope.key == null ? door.key() : null);
        id.start(envelope.id == null ? door.id() : null);
        Optional<Defect> bad = Optional.empty();
        JsonToken token = parser.nextToken();
        while (token != null && !parser.getParsingContext().inRoot()) {
            if (token == JsonToken.FIELD_NAME) {
                key.toMember(parser.currentName());
                id.toMember(parser.currentName());
            } else if (token.isStructEnd()) {
                key.leave();
                id.leave();
            } else {
                Optional<Defect> found = value(parser, token, envelope);
                bad = bad.isPresent() ? bad : found;
            }
            token = parser.nextToken();
        }
        // A broken object counts before a bad key, so the rest was read first.
        return parser.nextToken() == null
                ? bad.map(Defect::inJson)
                : defect(RefusalCode.BAD_JSON, "something follows the JSON object. Send one object in a message.");
    }

    private Optional<Defect> value(JsonParser parser, JsonToken token, Envelope envelope) throws IOException {
        JsonStreamContext context = parser.getParsingContext();
        JsonStreamContext around = token.isStructStart() ? context.getParent() : context;
        if (around.inArray()) {
            key.toElement(around.getCurrentIndex());
            id.toElement(around.getCurrentIndex());
        }
        Optional<Defect> bad = Optional.empty();
        if (key.isThere()) {
            envelope.key = KeyText.read(parser, token);
            bad = envelope.key == null ? KeyText.defect("key") : bad;
        }
        if (id.isThere()) {
            envelope.id = KeyText.read(parser, token);
            bad = envelope.id == null && bad.isEmpty() ? KeyText.defect("id") : bad;
        }
        if (token.isStructStart()) {
            key.enter();
            id.enter();
        }
        return bad;
    }

    private static Optional<Defect> malformed(StreamReadException e) {
        String problem = e.getOriginalMessage();
        if (problem.startsWith(DUPLICATE)) {
            return defect(RefusalCode.DUPLICATE_FIELD, "field " + problem.substring(DUPLICATE.length()) + " twice");
        }
        if (e instanceof JsonEOFException) {
            return defect(
                    RefusalCode.BAD_JSON,
                    "the object is not closed: the message ends at byte "
                            + e.getLocation().getByteOffset() + ". Send the whole object in one message.");
        }
        String shortened = problem.substring(0, Math.min(problem.length(), LONGEST_TEXT));
        return defect(
                RefusalCode.BAD_JSON, shortened + " at byte " + e.getLocation().getByteOffset());
    }

    private static String named(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            default -> token.asString() == null ? "something else" : token.asString();
        };
    }

    private static Optional<Defect> defect(RefusalCode code, String text) {
        return Optional.of(new Defect(code, text));
    }
}
