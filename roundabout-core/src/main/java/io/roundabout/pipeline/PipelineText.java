package io.roundabout.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A pipeline as one line of JSON: what the epoch log keeps and tasks carry. Equal pipelines have equal text. It has the form
 * of a pipeline file, schemas included; what a file of the first version could not say is left out where it holds by default, so that
 * texts stay what they were. Pure functions.
 */
public final class PipelineText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PipelineText() {}

    /** Returns the text of {@code pipeline}. */
    public static String of(Pipeline pipeline) {
        ObjectNode root = JSON.createObjectNode().put("version", 1);
        pipeline.undeclared().ifPresent(word -> root.put("undeclared", TextFields.word(word)));
        write(root.putObject("streams"), pipeline.streams(), StreamText::write);
        write(root.putObject("joins"), pipeline.joins(), JoinText::write);
        if (!pipeline.computes().isEmpty()) {
            write(root.putObject("computes"), pipeline.computes(), ComputeText::write);
        }
        write(root.putObject("outputs"), pipeline.outputs(), OutputText::write);
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
                    TextFields.all(root.path("streams"), StreamText::read),
                    TextFields.all(root.path("joins"), JoinText::read),
                    TextFields.all(root.path("computes"), ComputeText::read),
                    TextFields.all(root.path("outputs"), OutputText::read),
                    TextFields.text(root, "undeclared").map(word -> Undeclared.valueOf(TextFields.constant(word))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the text of a pipeline: " + text, e);
        }
    }

    private static <T> void write(ObjectNode section, Map<String, T> rules, BiConsumer<T, ObjectNode> write) {
        rules.forEach((name, rule) -> write.accept(rule, section.putObject(name)));
    }
}
