package io.roundabout.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roundabout.entrance.StreamFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline as one line of JSON: what the epoch log keeps and tasks carry. Equal pipelines have equal text. It has the form
 * of a pipeline file with nothing left to defaults. Pure functions.
 */
public final class PipelineText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_KEY = "none";

    private PipelineText() {}

    /** Returns the text of {@code pipeline}. */
    public static String of(Pipeline pipeline) {
        ObjectNode root = JSON.createObjectNode().put("version", 1);
        ObjectNode streams = root.putObject("streams");
        pipeline.streams().forEach((name, rule) -> {
            ObjectNode stream = streams.putObject(name);
            Optional<String> key = rule.keyless() ? Optional.of(NO_KEY) : rule.key();
            key.ifPresent(pointer -> stream.put("key", pointer));
            stream.put("format", word(rule.format()));
            writeIds(rule.ids(), stream);
        });
        ObjectNode joins = root.putObject("joins");
        pipeline.joins().forEach((name, rule) -> {
            ObjectNode join = joins.putObject(name);
            ObjectNode inputs = join.putObject("inputs");
            rule.inputs().forEach(input -> inputs.put(input.stream(), word(input.mode())));
            join.put("complete", "all").put("output", rule.output());
        });
        ObjectNode outputs = root.putObject("outputs");
        pipeline.outputs()
                .forEach((name, rule) ->
                        outputs.putObject(name).put("deliver", "queue").put("max-deliveries", rule.maxDeliveries()));
        return root.toString();
    }

    /**
     * Returns the pipeline whose text this is; {@link Pipeline#NONE} for the empty text. What was accepted once is not
     * checked again.
     *
     * @throws IllegalArgumentException if it is not the text of a pipeline
     */
    public static Pipeline read(String text) {
        if (text.isEmpty()) {
            return Pipeline.NONE;
        }
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("version").asInt() != 1) {
                throw new IllegalArgumentException("not the text of a pipeline of version 1: " + text);
            }
            return new Pipeline(
                    streams(root.path("streams")), joins(root.path("joins")), outputs(root.path("outputs")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the text of a pipeline: " + text, e);
        }
    }

    private static Map<String, StreamRule> streams(JsonNode streams) {
        Map<String, StreamRule> rules = new LinkedHashMap<>();
        streams.properties().forEach(field -> {
            String name = field.getKey();
            String key = field.getValue().path("key").asText();
            boolean keyless = key.equals(NO_KEY);
            Optional<String> pointer = key.isEmpty() || keyless ? Optional.empty() : Optional.of(key);
            StreamFormat format = StreamFormat.valueOf(constant(field.getValue().path("format")));
            rules.put(name, new StreamRule(name, format, pointer, keyless, ids(field.getValue())));
        });
        return rules;
    }

    /** What says nothing of ids has the text it always had. */
    private static void writeIds(IdRule ids, ObjectNode stream) {
        ids.pointer().ifPresent(pointer -> stream.put("id", pointer));
        if (!ids.remember().equals(IdRule.DEFAULT.remember())) {
            stream.put("remember", Durations.text(ids.remember()));
        }
        ids.onConflict().ifPresent(answer -> stream.put("on-conflict", word(answer)));
    }

    private static IdRule ids(JsonNode stream) {
        return new IdRule(
                Optional.ofNullable(stream.path("id").textValue()),
                Optional.ofNullable(stream.path("remember").textValue())
                        .map(Durations::parse)
                        .orElse(IdRule.DEFAULT.remember()),
                stream.has("on-conflict")
                        ? Optional.of(OnConflict.valueOf(constant(stream.path("on-conflict"))))
                        : Optional.empty());
    }

    private static Map<String, JoinRule> joins(JsonNode joins) {
        Map<String, JoinRule> rules = new LinkedHashMap<>();
        joins.properties().forEach(field -> {
            List<Input> inputs = new ArrayList<>();
            field.getValue()
                    .path("inputs")
                    .properties()
                    .forEach(input ->
                            inputs.add(new Input(input.getKey(), InputMode.valueOf(constant(input.getValue())))));
            String output = field.getValue().path("output").asText();
            rules.put(field.getKey(), new JoinRule(field.getKey(), inputs, output));
        });
        return rules;
    }

    private static Map<String, OutputRule> outputs(JsonNode outputs) {
        Map<String, OutputRule> rules = new LinkedHashMap<>();
        outputs.properties().forEach(field -> {
            int maxDeliveries = field.getValue().path("max-deliveries").asInt();
            rules.put(field.getKey(), new OutputRule(field.getKey(), maxDeliveries));
        });
        return rules;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String constant(JsonNode word) {
        return word.asText().toUpperCase(Locale.ROOT);
    }
}
