package io.roundabout.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roundabout.entrance.StreamFormat;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A stream in the text of a pipeline. Pure functions. */
final class StreamText {
    private static final String NO_KEY = "none";

    private StreamText() {}

    static void write(StreamRule rule, ObjectNode stream) {
        TextFields.put(stream, "key", rule.keyless() ? Optional.of(NO_KEY) : rule.key());
        stream.put("format", TextFields.word(rule.format()));
        writeIds(rule.ids(), stream);
        Intake intake = rule.intake();
        TextFields.put(stream, "schema", intake.body().schema());
        TextFields.putWord(stream, "on-invalid", intake.body().onInvalid(), OnInvalid.DEAD);
        if (!intake.body().fields().isEmpty()) {
            ObjectNode fields = stream.putObject("fields");
            intake.body().fields().forEach(fields::put);
        }
        TextFields.put(stream, "where", intake.where());
        TextFields.putTime(stream, "ttl", intake.ttl());
        intake.quota().ifPresent(quota -> {
            ObjectNode bounds = stream.putObject("quota");
            quota.messages().ifPresent(messages -> bounds.put("messages", Long.toString(messages)));
            quota.bytes().ifPresent(bytes -> bounds.put("bytes", Sizes.text(bytes)));
        });
        intake.expectation().ifPresent(expectation -> write(expectation, stream.putObject("expect")));
    }

    static StreamRule read(String name, JsonNode stream) {
        String key = stream.path("key").asText();
        boolean keyless = key.equals(NO_KEY);
        Optional<String> pointer = key.isEmpty() || keyless ? Optional.empty() : Optional.of(key);
        StreamFormat format = TextFields.word(stream, "format", StreamFormat.JSON);
        return new StreamRule(name, format, pointer, keyless, ids(stream), intake(stream));
    }

    /** What says nothing of ids has the text it always had. */
    private static void writeIds(IdRule ids, ObjectNode stream) {
        TextFields.put(stream, "id", ids.pointer());
        if (!ids.remember().equals(IdRule.DEFAULT.remember())) {
            stream.put("remember", Durations.text(ids.remember()));
        }
        ids.onConflict().ifPresent(answer -> stream.put("on-conflict", TextFields.word(answer)));
    }

    private static void write(Expectation expectation, ObjectNode node) {
        if (expectation instanceof Expectation.By by) {
            node.put("by", by.time().toString()).put("tz", by.zone().getId());
        } else if (expectation instanceof Expectation.Every every) {
            node.put("every", Durations.text(every.interval()));
        }
    }

    private static IdRule ids(JsonNode stream) {
        return new IdRule(
                TextFields.text(stream, "id"),
                TextFields.time(stream, "remember").orElse(IdRule.DEFAULT.remember()),
                TextFields.text(stream, "on-conflict").map(word -> OnConflict.valueOf(TextFields.constant(word))));
    }

    private static Intake intake(JsonNode stream) {
        Map<String, String> fields = TextFields.all(stream.path("fields"), (name, type) -> type.asText());
        return new Intake(
                new BodyRule(
                        TextFields.text(stream, "schema"),
                        TextFields.word(stream, "on-invalid", OnInvalid.DEAD),
                        fields),
                TextFields.text(stream, "where"),
                TextFields.time(stream, "ttl"),
                stream.has("quota") ? Optional.of(quota(stream.path("quota"))) : Optional.empty(),
                stream.has("expect") ? Optional.of(expectation(stream.path("expect"))) : Optional.empty());
    }

    private static Quota quota(JsonNode node) {
        return new Quota(
                number(TextFields.text(node, "messages").map(Long::parseLong)),
                number(TextFields.text(node, "bytes").map(Sizes::parse)));
    }

    private static OptionalLong number(Optional<Long> value) {
        return value.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static Expectation expectation(JsonNode node) {
        return node.has("every")
                ? new Expectation.Every(Durations.parse(node.path("every").asText()))
                : new Expectation.By(
                        LocalTime.parse(node.path("by").asText()),
                        ZoneId.of(node.path("tz").asText()));
    }
}
