package io.roundabout.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A join in the text of a pipeline. Pure functions. */
final class JoinText {
    private JoinText() {}

    static void write(JoinRule rule, ObjectNode join) {
        ObjectNode inputs = join.putObject("inputs");
        rule.inputs().forEach(input -> write(input, inputs));
        if (rule.result().className().isEmpty()) {
            writeCompletion(rule.ending().completion(), join);
        }
        TextFields.putTime(join, "within", rule.ending().within());
        TextFields.putWord(join, "otherwise", rule.ending().otherwise(), Otherwise.DEAD);
        TextFields.put(join, "select", rule.result().select());
        TextFields.put(join, "class", rule.result().className());
        join.put("output", rule.output());
    }

    static JoinRule read(String name, JsonNode join) {
        List<Input> inputs =
                List.copyOf(TextFields.all(join.path("inputs"), JoinText::input).values());
        Ending ending = new Ending(
                completion(join.path("complete")),
                TextFields.time(join, "within"),
                TextFields.word(join, "otherwise", Otherwise.DEAD));
        ResultRule result = new ResultRule(TextFields.text(join, "select"), TextFields.text(join, "class"));
        return new JoinRule(name, inputs, ending, result, join.path("output").asText());
    }

    private static void write(Input input, ObjectNode inputs) {
        String mode = TextFields.word(input.mode());
        if (input.max() == Input.DEFAULT_MAX) {
            inputs.put(input.stream(), mode);
        } else {
            inputs.putObject(input.stream()).put("mode", mode).put("max", input.max());
        }
    }

    private static Input input(String stream, JsonNode node) {
        return node.isTextual()
                ? new Input(stream, mode(node))
                : new Input(stream, mode(node.path("mode")), node.path("max").asInt());
    }

    private static InputMode mode(JsonNode word) {
        return InputMode.valueOf(TextFields.constant(word.asText()));
    }

    private static void writeCompletion(Completion completion, ObjectNode join) {
        if (completion instanceof Completion.AtLeast least) {
            join.putObject("complete").put("at-least", least.inputs());
        } else if (completion instanceof Completion.When when) {
            join.putObject("complete").put("when", when.sql());
        } else {
            join.put("complete", completion instanceof Completion.Any ? "any" : "all");
        }
    }

    private static Completion completion(JsonNode node) {
        if (node.has("when")) {
            return new Completion.When(node.path("when").asText());
        }
        if (node.has("at-least")) {
            return new Completion.AtLeast(node.path("at-least").asInt());
        }
        return node.asText().equals("any") ? new Completion.Any() : new Completion.All();
    }
}
