package io.roundabout.pipeline;

import io.roundabout.Words;
import io.roundabout.pipeline.Draft.DraftJoin;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Mapping;
import io.roundabout.pipeline.YamlNode.Place;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code joins}. */
final class JoinSection {
    private final Draft draft;
    private final Problems problems;

    JoinSection(Draft draft) {
        this.draft = draft;
        this.problems = draft.problems;
    }

    void read(List<Field> joins) {
        for (Field join : joins) {
            draft.declare("join", join.name(), join.place());
            draft.joins.putIfAbsent(join.name(), join(join));
        }
    }

    private DraftJoin join(Field join) {
        List<Input> inputs = new ArrayList<>();
        Map<String, Place> places = new LinkedHashMap<>();
        String output = join.name();
        Place outputPlace = join.place();
        boolean hasInputs = false;
        for (Field field : PipelineReader.fields(join.value(), "join '" + join.name() + "'", problems)) {
            if (Vocabulary.JOIN.takes(field.name(), field.place(), problems)) {
                switch (field.name()) {
                    case "inputs" -> {
                        hasInputs = true;
                        readInputs(join, field, inputs, places);
                    }
                    case "complete" -> readComplete(field);
                    default -> {
                        outputPlace = field.value().place();
                        output = output(field, output);
                    }
                }
            }
        }
        if (!hasInputs) {
            problems.add(join.place(), "join '" + join.name() + "' has no inputs; name two or more streams");
        }
        return new DraftJoin(new JoinRule(join.name(), inputs, output), places, outputPlace);
    }

    private void readInputs(Field join, Field field, List<Input> inputs, Map<String, Place> places) {
        List<Field> streams = PipelineReader.fields(field.value(), "'inputs'", problems);
        for (Field stream : streams) {
            places.putIfAbsent(stream.name(), stream.place());
            if (isMode(stream.value())) {
                inputs.add(new Input(stream.name(), mode(stream.value())));
            }
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

    private boolean isMode(YamlNode value) {
        if (value instanceof Scalar word) {
            return Vocabulary.MODE.takes(word.text(), word.place(), problems);
        }
        if (value instanceof Mapping) {
            problems.add(
                    value.place(),
                    "an input with settings, such as 'max', is not in this version; it can be one of latest, one");
        } else {
            problems.add(value.place(), "an input mode is " + value + "; it can be one of latest, one");
        }
        return false;
    }

    private static InputMode mode(YamlNode value) {
        return InputMode.valueOf(((Scalar) value).text().toUpperCase(Locale.ROOT));
    }

    private void readComplete(Field field) {
        if (field.value() instanceof Scalar word) {
            Vocabulary.COMPLETE.takes(word.text(), word.place(), problems);
        } else if (field.value() instanceof Mapping mapping && !mapping.fields().isEmpty()) {
            Field first = mapping.fields().get(0);
            Vocabulary.COMPLETE.takes(first.name(), first.place(), problems);
        } else {
            problems.add(field.value().place(), "'complete' is " + field.value() + "; it can be all");
        }
    }

    private String output(Field field, String otherwise) {
        if (field.value() instanceof Scalar name && !name.text().isEmpty()) {
            if (!Words.isName(name.text())) {
                problems.add(
                        name.place(),
                        "'" + name.text() + "' is no name of an output; use letters, digits, '_' and '-' in"
                                + " parts joined by '.', a letter first, at most 64 characters, not key, dead or jobs");
            }
            return name.text();
        }
        problems.add(field.value().place(), "'output' is " + field.value() + "; it must be one name");
        return otherwise;
    }
}
