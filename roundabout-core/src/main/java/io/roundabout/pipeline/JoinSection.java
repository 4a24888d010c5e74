package io.roundabout.pipeline;

import io.roundabout.Words;
import io.roundabout.pipeline.Draft.DraftExpression;
import io.roundabout.pipeline.Draft.DraftJoin;
import io.roundabout.pipeline.Expression.Role;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Place;
import java.util.List;
import java.util.Optional;

/** Reads {@code joins}. */
final class JoinSection {
    private static final String CLASS_NAME = "([A-Za-z_$][A-Za-z0-9_$]*\\.)*[A-Za-z_$][A-Za-z0-9_$]*";

    private final Draft draft;
    private final Problems problems;
    private final Values values;

    JoinSection(Draft draft) {
        this.draft = draft;
        this.problems = draft.problems;
        this.values = new Values(draft);
    }

    void read(List<Field> joins) {
        for (Field join : joins) {
            draft.names.declare("join", join.name(), join.place());
            draft.joins.putIfAbsent(join.name(), join(join));
        }
    }

    private DraftJoin join(Field join) {
        InputsSection inputs = new InputsSection(draft);
        EndingSection ending = new EndingSection(draft, join.name());
        ResultRule result = ResultRule.BODIES;
        String output = join.name();
        Place outputPlace = join.place();
        boolean hasInputs = false;
        for (Field field : PipelineReader.fields(join.value(), "join '" + join.name() + "'", problems)) {
            if (Vocabulary.JOIN.takes(field.name(), field.place(), draft)) {
                switch (field.name()) {
                    case "inputs" -> {
                        hasInputs = true;
                        inputs.read(join, field);
                    }
                    case "output" -> {
                        outputPlace = field.value().place();
                        output = output(field, output);
                    }
                    case "select", "class" -> result = result(join, field, result);
                    default -> ending.read(field);
                }
            }
        }
        if (!hasInputs) {
            problems.add(join.place(), "join '" + join.name() + "' has no inputs; name two or more streams");
        }
        if (result.className().isPresent()) {
            ending.refuseCompletion();
        }
        Ending end = ending.ending(inputs.places().size());
        JoinRule rule = new JoinRule(join.name(), inputs.inputs(), end, result, output);
        return new DraftJoin(rule, inputs.places(), outputPlace);
    }

    private ResultRule result(Field join, Field field, ResultRule before) {
        Optional<String> select = before.select();
        Optional<String> className = before.className();
        if (field.name().equals("select")) {
            select = values.sql(field, Role.JOIN_SELECT, join.name());
        } else {
            className = className(field);
            className.ifPresent(name -> draft.expressions.add(new DraftExpression(
                    new Expression(Role.JOIN_CLASS, join.name(), name),
                    field.value().place())));
        }
        if (select.isPresent() && className.isPresent()) {
            problems.add(field.place(), "join '" + join.name() + "' has both 'select' and 'class'; keep one of them");
            return before;
        }
        return new ResultRule(select, className);
    }

    private Optional<String> className(Field field) {
        String right = "it must be the name of a Java class such as com.acme.MyRule";
        Optional<String> name = values.text(field, right);
        return name.isEmpty() || name.get().matches(CLASS_NAME) ? name : values.wrong(field, right);
    }

    private String output(Field field, String otherwise) {
        Optional<String> name = values.text(field, "it must be one name");
        if (name.isPresent() && !Words.isName(name.get())) {
            problems.add(
                    field.value().place(),
                    "'" + name.get() + "' is no name of an output; use letters, digits, '_' and '-' in"
                            + " parts joined by '.', a letter first, at most 64 characters, not key, dead or jobs");
        }
        return name.orElse(otherwise);
    }
}
