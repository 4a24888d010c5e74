package io.roundabout.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.roundabout.Words;
import io.roundabout.pipeline.Durations;
import io.roundabout.rehearsal.CaseFile.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code given}, {@code when} and {@code then}. Pure functions. */
final class ActSection {
    private static final Set<String> PARTS = Set.of("given", "when", "then");
    private static final Set<String> OF_A_MESSAGE = Set.of("key", "id", "vehicle", "batch", "at", "stream", "body");
    private static final List<String> STEPS = List.of("wait", "until", "before", "collect", "reject", "restart");

    private ActSection() {}

    static Act read(JsonNode act, Problems problems) {
        for (Map.Entry<String, JsonNode> part : act.properties()) {
            if (!PARTS.contains(part.getKey())) {
                problems.add("nothing in a case is named '" + part.getKey() + "'; " + nearest(part.getKey(), PARTS));
            }
        }
        if (!act.has("then")) {
            problems.add("it has no 'then'; say what is there, or 'then: {}' for nothing");
        }
        List<Given> given = new ArrayList<>();
        int number = 0;
        for (JsonNode message : list(act, "given", problems)) {
            number++;
            given(message, number, problems).ifPresent(given::add);
        }
        List<Step> when = new ArrayList<>();
        for (JsonNode step : list(act, "when", problems)) {
            step(step, problems.in("when")).ifPresent(when::add);
        }
        return new Act(given, when, ThenSection.read(act.path("then"), problems.in("then")));
    }

    private static Iterable<JsonNode> list(JsonNode act, String part, Problems problems) {
        JsonNode list = act.path(part);
        if (!list.isMissingNode() && !list.isArray()) {
            problems.add("'" + part + "' is no list; begin each line with '- '");
        }
        return list.isArray() ? list : List.of();
    }

    private static Optional<Given> given(JsonNode message, int number, Problems all) {
        Problems problems = all.in("given " + number);
        List<String> streams = message.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !OF_A_MESSAGE.contains(name))
                .toList();
        boolean spelledOut = streams.isEmpty() && message.has("stream") && message.has("body");
        if (!spelledOut && (streams.size() != 1 || message.has("stream") || message.has("body"))) {
            problems.add("it names " + (streams.isEmpty() ? "no stream" : "streams " + streams)
                    + "; write '- STREAM: body', and beside it key, id, vehicle, batch or at");
            return Optional.empty();
        }
        String stream = spelledOut ? message.path("stream").asText() : streams.get(0);
        JsonNode body = message.path(spelledOut ? "body" : stream);
        return Optional.of(new Given(
                stream,
                (body.isTextual() ? body.textValue() : body.toString()).getBytes(UTF_8),
                text(message, "key"),
                text(message, "id"),
                text(message, "vehicle").orElse("vehicle-" + number),
                text(message, "batch"),
                text(message, "at").flatMap(at -> duration(at, problems))));
    }

    private static Optional<Step> step(JsonNode step, Problems problems) {
        String name = step.isTextual()
                ? step.textValue()
                : step.size() == 1 ? step.fieldNames().next() : "";
        String value = step.path(name).asText();
        switch (name) {
            case "restart" -> {
                return Optional.of(new Step.Restart());
            }
            case "wait" -> {
                return duration(value, problems).map(Step.Pass::new);
            }
            case "until" -> {
                return duration(value, problems).map(Step.Until::new);
            }
            case "before" -> {
                return duration(value, problems).map(time -> new Step.Until(time.minusMillis(1)));
            }
            case "collect" -> {
                return Optional.of(new Step.Collect(value));
            }
            case "reject" -> {
                return Optional.of(new Step.Reject(value));
            }
            default -> {
                problems.add(
                        "nothing that happens is '" + (name.isEmpty() ? step : name) + "'; " + nearest(name, STEPS));
                return Optional.empty();
            }
        }
    }

    private static Optional<String> text(JsonNode message, String field) {
        return Optional.ofNullable(message.get(field)).map(JsonNode::asText);
    }

    private static Optional<Duration> duration(String text, Problems problems) {
        try {
            return Optional.of(Durations.parse(text));
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage() + "; write one of these");
            return Optional.empty();
        }
    }

    private static String nearest(String word, Collection<String> known) {
        return Words.nearest(word, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() ->
                        "it can be " + String.join(", ", known.stream().sorted().toList()));
    }
}
