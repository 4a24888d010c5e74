package io.roundabout.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.Expression.Role;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.schema.InvalidSchemaException;
import io.roundabout.schema.JsonSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what one stream says of the messages it takes: {@code ttl}, {@code schema}, {@code where} and their like. */
final class IntakeSection {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Draft draft;
    private final Values values;
    private final String stream;
    private final Map<String, Field> given = new LinkedHashMap<>();
    private Optional<Duration> ttl = Optional.empty();
    private Optional<String> schema = Optional.empty();
    private Optional<String> where = Optional.empty();
    private OnInvalid onInvalid = BodyRule.DEFAULT.onInvalid();
    private Map<String, String> fields = Map.of();
    private Optional<Quota> quota = Optional.empty();
    private Optional<Expectation> expectation = Optional.empty();

    IntakeSection(Draft draft, String stream) {
        this.draft = draft;
        this.values = new Values(draft);
        this.stream = stream;
    }

    void read(Field field) {
        given.put(field.name(), field);
        switch (field.name()) {
            case "ttl" -> ttl = values.time(field);
            case "schema" -> schema = schema(field);
            case "where" -> where = values.sql(field, Role.STREAM_WHERE, stream);
            case "on-invalid" ->
                onInvalid = values.word(field, Vocabulary.ON_INVALID, OnInvalid.class)
                        .orElse(onInvalid);
            case "fields" -> fields = fields(field);
            case "quota" -> quota = new QuotaSection(draft).read(field);
            case "expect" -> expectation = new ExpectSection(draft).read(field);
            default -> throw new IllegalStateException("field '" + field.name() + "' has no reader");
        }
    }

    Intake intake(StreamFormat format) {
        if (format != StreamFormat.JSON) {
            refuse("schema", format);
            refuse("fields", format);
        }
        if (format == StreamFormat.BYTES) {
            refuse("where", format);
        }
        return new Intake(new BodyRule(schema, onInvalid, fields), where, ttl, quota, expectation);
    }

    private void refuse(String name, StreamFormat format) {
        Field field = given.get(name);
        if (field != null) {
            String word = format.name().toLowerCase(Locale.ROOT);
            draft.problems.add(
                    field.place(), "'" + name + "' is for fields, and a " + word + " stream has none; leave it out");
        }
    }

    private Optional<String> schema(Field field) {
        Optional<String> value = values.text(field, "it must be the name of a file with a JSON Schema");
        return value.flatMap(text -> text.startsWith("{") ? Optional.of(text) : file(field, text))
                .filter(text -> isSchema(field, text));
    }

    private Optional<String> file(Field field, String name) {
        try {
            return Optional.of(draft.schemaFiles.read(field.value().place().file(), name));
        } catch (IOException e) {
            draft.problems.add(
                    field.value().place(),
                    "schema '" + name + "' cannot be read: " + e.getMessage() + "; put it beside the pipeline file");
            return Optional.empty();
        }
    }

    private boolean isSchema(Field field, String text) {
        String why;
        try {
            JsonNode root = JSON.readTree(text);
            if (root.isObject()) {
                JsonSchema.compile(text);
                return true;
            }
            why = "it is no JSON object";
        } catch (InvalidSchemaException e) {
            e.problems().forEach(problem -> notSchema(field, problem));
            return false;
        } catch (JsonProcessingException e) {
            why = "it is not JSON (" + e.getOriginalMessage() + ")";
        }
        notSchema(field, why);
        return false;
    }

    private void notSchema(Field field, String why) {
        draft.problems.add(
                field.value().place(), "'schema' is no JSON Schema that can be used: " + why + "; mend the schema");
    }

    private Map<String, String> fields(Field field) {
        Map<String, String> types = new LinkedHashMap<>();
        for (Field type : PipelineReader.fields(field.value(), "'fields'", draft.problems)) {
            values.text(type, "it must be a type of SQL such as decimal(18,2)").ifPresent(text -> {
                types.put(type.name(), text);
                values.sql(type, Role.FIELD_TYPE, stream);
            });
        }
        return types;
    }
}
