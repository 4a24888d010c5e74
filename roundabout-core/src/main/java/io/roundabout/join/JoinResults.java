package io.roundabout.join;

import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.StoredMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a join makes during a turn: results, and dead letters of what was held too long. Confined to the turn. */
final class JoinResults {
    private static final String JSON = "application/json";
    private static final String COMPLETED_BY = "completed-by";
    private static final String TIMEOUT = "timeout";
    private static final String EXPIRED = "expired";

    private final CompiledJoin join;
    private final Outbox outbox;
    private final ResultTaker taker;
    private final Map<String, String> whole;
    private @Nullable String trace;

    JoinResults(CompiledJoin join, Outbox outbox, ResultTaker taker) {
        this.join = join;
        this.outbox = outbox;
        this.taker = taker;
        whole = Map.of(COMPLETED_BY, join.completedBy());
    }

    /** Says which trace results are part of from now on; null for none. */
    void follow(@Nullable String followed) {
        trace = followed;
    }

    /** Makes the result of a group that is complete. */
    void complete(Front front, byte[] body, int position) {
        append(front, front.isPartial() ? partial(join.completedBy(), front) : whole, body, position);
    }

    /** Makes the result of a group at its deadline, of what is there. */
    void timeout(Front front, byte[] body, int position) {
        append(front, partial(TIMEOUT, front), body, position);
    }

    private void append(Front front, Map<String, String> properties, byte[] body, int position) {
        StoredMessage result = new StoredMessage(
                outbox.turn().epoch(),
                position,
                outbox.turn().nowMillis(),
                front.firstSeenMillis(),
                join.name(),
                front.key(),
                JSON,
                traced(properties),
                body,
                null);
        outbox.append(join.output(), result);
        taker.take(join.name(), result);
    }

    private Map<String, String> traced(Map<String, String> properties) {
        if (trace == null) {
            return properties;
        }
        Map<String, String> traced = new LinkedHashMap<>(properties);
        traced.put(StoredMessage.TRACE, trace);
        return traced;
    }

    private Map<String, String> partial(String completedBy, Front front) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(COMPLETED_BY, completedBy);
        String missing = missing(input -> front.count(input) == 0);
        if (!missing.isEmpty()) {
            properties.put("missing", missing);
        }
        return properties;
    }

    /** Returns the names of inputs that are absent. */
    String missing(IntPredicate absent) {
        StringJoiner missing = new StringJoiner(",");
        for (int i = 0; i < join.inputs(); i++) {
            if (absent.test(i)) {
                missing.add(join.streams().get(i));
            }
        }
        return missing.toString();
    }

    /** Sets a message aside whose own time is over. */
    void expired(int input, byte[] key, HeldMessage message, int position) {
        bury(EXPIRED, new Origin(input, key, message, position), join.ttlDetail(input));
    }

    /** Sets a message aside that no rule will have a use for. */
    void stranded(int input, byte[] key, HeldMessage message, int position) {
        bury(
                "stranded",
                new Origin(input, key, message, position),
                "the rules of join '" + join.name() + "' changed while it was held");
    }

    /** Sets a message of a group aside that its class could not judge. */
    void failed(int input, byte[] key, HeldMessage message, String detail, int position) {
        bury("rule-failed", new Origin(input, key, message, position), detail);
    }

    /** Sets a message of a group aside whose lists are too large to be one result. */
    void tooLarge(int input, byte[] key, HeldMessage message, int position) {
        bury("too-large", new Origin(input, key, message, position), join.tooLargeDetail());
    }

    /** Sets a message of a group aside whose time is over. */
    void expiredWithGroup(int input, byte[] key, HeldMessage message, String missing, int position) {
        String detail = missing.isEmpty() ? join.withinDetail() : join.withinDetail() + "; missing: " + missing;
        bury(EXPIRED, new Origin(input, key, message, position), detail);
    }

    /** A message that is set aside: where it was held, and its place in the turn. */
    private record Origin(int input, byte[] key, HeldMessage message, int position) {}

    private void bury(String reason, Origin origin, String detail) {
        String stream = join.streams().get(origin.input());
        HeldMessage message = origin.message();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("reason", reason);
        properties.put("detail", detail);
        properties.put("origin", stream);
        StoredMessage letter = new StoredMessage(
                outbox.turn().epoch(),
                origin.position(),
                outbox.turn().nowMillis(),
                message.arrivedMillis(),
                stream,
                origin.key(),
                contentType(message),
                properties,
                message.body(),
                null);
        outbox.append(Outbox.deadLettersOf(join.name()), letter);
    }

    private static String contentType(HeldMessage message) {
        return switch (message.format()) {
            case JSON -> JSON;
            case TEXT -> "text/plain; charset=utf-8";
            case BYTES -> "application/octet-stream";
        };
    }
}
