package io.roundabout.pipeline;

import io.roundabout.pipeline.Expression.Role;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Mapping;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads how the groups of one join end: {@code complete}, {@code within} and {@code otherwise}. */
final class EndingSection {
    private final Draft draft;
    private final Values values;
    private final String join;
    private final Map<String, Field> given = new LinkedHashMap<>();
    private Completion completion = Ending.DEFAULT.completion();
    private Optional<Duration> within = Optional.empty();
    private Otherwise otherwise = Ending.DEFAULT.otherwise();

    EndingSection(Draft draft, String join) {
        this.draft = draft;
        this.values = new Values(draft);
        this.join = join;
    }

    void read(Field field) {
        given.put(field.name(), field);
        switch (field.name()) {
            case "complete" -> completion = completion(field).orElse(completion);
            case "within" -> within = values.time(field);
            case "otherwise" ->
                otherwise = values.word(field, Vocabulary.OTHERWISE, Otherwise.class)
                        .orElse(otherwise);
            default -> throw new IllegalStateException("field '" + field.name() + "' has no reader");
        }
    }

    /** Returns the ending of a join that has so many inputs. */
    Ending ending(int inputs) {
        if (given.containsKey("otherwise") && !given.containsKey("within")) {
            add(
                    "otherwise",
                    "'otherwise' is what happens at the deadline, and join '" + join
                            + "' has none; give it one, such as 'within: 24h'");
        }
        if (completion instanceof Completion.AtLeast least && inputs > 0 && least.inputs() > inputs) {
            add(
                    "complete",
                    "'at-least' is " + least.inputs() + ", and join '" + join + "' has " + inputs
                            + " inputs; it must be a number from 1 to " + inputs);
        }
        if (completion instanceof Completion.Any && given.containsKey("within")) {
            add("within", "'within' is for groups that wait, and with 'complete: any' none does; leave it out");
        }
        return new Ending(completion, within, otherwise);
    }

    /** Reports a field that a user's class decides by itself. */
    void refuseCompletion() {
        if (given.containsKey("complete")) {
            add("complete", "'class' decides by itself when a group is complete; leave 'complete' out");
        }
    }

    private void add(String field, String text) {
        Field at = given.get(field);
        if (at != null) {
            draft.problems.add(at.place(), text);
        }
    }

    private Optional<Completion> completion(Field field) {
        if (field.value() instanceof Mapping mapping && mapping.fields().size() == 1) {
            return completionOf(mapping.fields().get(0));
        }
        if (!(field.value() instanceof Scalar word)) {
            return values.wrong(field, Vocabulary.COMPLETE.choice(draft));
        }
        if (!Vocabulary.COMPLETE.takes(word.text(), word.place(), draft)) {
            return Optional.empty();
        }
        return switch (word.text()) {
            case "all" -> Optional.of(new Completion.All());
            case "any" -> Optional.of(new Completion.Any());
            case "at-least" -> values.wrong(field, "write {at-least: 2}");
            default -> values.wrong(field, "write {when: \"an expression in SQL\"}");
        };
    }

    private Optional<Completion> completionOf(Field only) {
        if (!Vocabulary.COMPLETE.takes(only.name(), only.place(), draft)) {
            return Optional.empty();
        }
        return switch (only.name()) {
            case "at-least" -> values.number(only, Byte.MAX_VALUE).map(Completion.AtLeast::new);
            case "when" -> values.sql(only, Role.JOIN_WHEN, join).map(Completion.When::new);
            default -> {
                draft.problems.add(
                        only.place(), "'" + only.name() + "' has no settings; write 'complete: " + only.name() + "'");
                yield Optional.empty();
            }
        };
    }
}
