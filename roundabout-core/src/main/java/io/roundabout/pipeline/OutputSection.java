package io.roundabout.pipeline;

import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.util.List;

/** Reads {@code outputs}. */
final class OutputSection {
    private final Draft draft;
    private final Problems problems;

    OutputSection(Draft draft) {
        this.draft = draft;
        this.problems = draft.problems;
    }

    void read(List<Field> outputs) {
        for (Field output : outputs) {
            draft.declare("output", output.name(), output.place());
            draft.outputs.putIfAbsent(output.name(), rule(output));
        }
    }

    private OutputRule rule(Field output) {
        int maxDeliveries = OutputRule.DEFAULT_MAX_DELIVERIES;
        for (Field field : PipelineReader.fields(output.value(), "output '" + output.name() + "'", problems)) {
            if (Vocabulary.OUTPUT.takes(field.name(), field.place(), problems)) {
                if (field.name().equals("deliver")) {
                    readDeliver(field);
                } else {
                    maxDeliveries = maxDeliveries(field);
                }
            }
        }
        return new OutputRule(output.name(), maxDeliveries);
    }

    private void readDeliver(Field field) {
        if (field.value() instanceof Scalar way) {
            Vocabulary.DELIVER.takes(way.text(), way.place(), problems);
        } else {
            problems.add(field.value().place(), "'deliver' is " + field.value() + "; it can be queue");
        }
    }

    private int maxDeliveries(Field field) {
        if (field.value() instanceof Scalar number && number.text().matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(number.text());
        }
        problems.add(field.value().place(), "'max-deliveries' is " + field.value() + "; it must be a number from 1");
        return OutputRule.DEFAULT_MAX_DELIVERIES;
    }
}
