package io.roundabout.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** A compute in the text of a pipeline. Pure functions. */
final class ComputeText {
    private ComputeText() {}

    static void write(ComputeRule rule, ObjectNode compute) {
        compute.put("from", rule.from());
        rule.explode()
                .ifPresent(explode -> compute.put("explode", explode.sql()).put("as", explode.as()));
        compute.put("key", rule.key()).put("aggregate", rule.aggregate());
        rule.window().ifPresent(window -> {
            compute.put("window", Durations.text(window.length()));
            TextFields.put(compute, "time", window.time());
            if (!window.late().isZero()) {
                compute.put("late", Durations.text(window.late()));
            }
        });
    }

    static ComputeRule read(String name, JsonNode compute) {
        Optional<Explode> explode = TextFields.text(compute, "explode")
                .map(sql -> new Explode(sql, compute.path("as").asText()));
        Optional<Window> window = TextFields.time(compute, "window")
                .map(length -> new Window(
                        length,
                        TextFields.text(compute, "time"),
                        TextFields.time(compute, "late").orElse(Duration.ZERO)));
        return new ComputeRule(
                name,
                compute.path("from").asText(),
                explode,
                compute.path("key").asText(),
                compute.path("aggregate").asText(),
                window);
    }
}
