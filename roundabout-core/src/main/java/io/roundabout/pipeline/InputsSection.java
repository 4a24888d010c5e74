package io.roundabout.pipeline;

import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Mapping;
import io.roundabout.pipeline.YamlNode.Place;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code inputs} of one join. */
final class InputsSection {
    private final Draft draft;
    private final Problems problems;
    private final Values values;
    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    InputsSection(Draft draft) {
        this.draft = draft;
        this.problems = draft.problems;
        this.values = new Values(draft);
    }

    void read(Field join, Field field) {
        List<Field> streams = PipelineReader.fields(field.value(), "'inputs'", problems);
        for (Field stream : streams) {
            places.putIfAbsent(stream.name(), stream.place());
            input(stream).ifPresent(inputs::add);
        }
        if (field.value() instanceof YamlNode.Sequence) {
            return;
        }
        if (streams.size() < 2) {
            problems.add(
                    field.place(),
                    "join '" + join.name() + "' has " + (streams.isEmpty() ? "no input" : "one input")
                            + "; name two or more streams");
        } else if (inputs.size() == streams.size()
                && inputs.stream().allMatch(input -> input.mode() == InputMode.LATEST)) {
            problems.add(
                    field.place(),
                    "every input of join '" + join.name()
                            + "' is latest, so that nothing would complete a group; let at least one be 'one'");
        }
    }

    List<Input> inputs() {
        return inputs;
    }

    /** Returns where each stream stands, those included whose mode is wrong. */
    Map<String, Place> places() {
        return places;
    }

    private Optional<Input> input(Field stream) {
        if (stream.value() instanceof Mapping settings) {
            return input(stream, settings);
        }
        if (stream.value() instanceof Scalar) {
            return values.word(stream, Vocabulary.MODE, InputMode.class).map(mode -> new Input(stream.name(), mode));
        }
        problems.add(
                stream.value().place(), "an input mode is " + stream.value() + "; " + Vocabulary.MODE.choice(draft));
        return Optional.empty();
    }

    private Optional<Input> input(Field stream, Mapping settings) {
        Optional<InputMode> mode = Optional.empty();
        Optional<Integer> max = Optional.empty();
        Place place = settings.place();
        boolean hasMode = false;
        boolean fits = true;
        for (Field field : settings.fields()) {
            if (Vocabulary.INPUT.takes(field.name(), field.place(), draft)) {
                if (field.name().equals("mode")) {
                    hasMode = true;
                    mode = values.word(field, Vocabulary.MODE, InputMode.class);
                } else {
                    place = field.place();
                    max = values.number(field, Integer.MAX_VALUE);
                }
            } else {
                fits = false;
            }
        }
        if (!hasMode && fits) {
            problems.add(settings.place(), "input '" + stream.name() + "' has no mode; write {mode: all, max: 500}");
        } else if (mode.isPresent() && mode.get() != InputMode.ALL && max.isPresent()) {
            problems.add(place, "'max' is for inputs that are 'all'; leave it out");
            max = Optional.empty();
        }
        int most = max.orElse(Input.DEFAULT_MAX);
        return mode.map(word -> new Input(stream.name(), word, most));
    }
}
