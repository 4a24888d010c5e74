package io.roundabout.pipeline;

import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Mapping;
import io.roundabout.pipeline.YamlNode.Place;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;

/** Reads the sections of one file into a draft. What only all files together can tell is left to {@link PipelineChecks}. */
final class PipelineReader {
    private final Draft draft;
    private final Problems problems;

    PipelineReader(Draft draft) {
        this.draft = draft;
        this.problems = draft.problems;
    }

    void read(String file, String text) {
        Optional<YamlNode> root = new YamlTree(file, problems).read(text);
        boolean versioned = false;
        for (Field section : root.map(node -> fields(node, "a pipeline file")).orElse(List.of())) {
            if (Vocabulary.TOP.takes(section.name(), section.place(), draft)) {
                versioned |= section.name().equals("version");
                readSection(section);
            }
        }
        boolean isMapping = root.isPresent() && root.get() instanceof Mapping;
        if (!versioned && (isMapping || text.isBlank())) {
            problems.add(new Place(file, 1, 1), "no version; begin with 'version: 1'");
        }
    }

    private void readSection(Field section) {
        switch (section.name()) {
            case "version" -> readVersion(section);
            case "streams" -> new StreamSection(draft).read(fields(section.value(), "'streams'"));
            case "joins" -> new JoinSection(draft).read(fields(section.value(), "'joins'"));
            case "computes" -> new ComputeSection(draft).read(fields(section.value(), "'computes'"));
            case "undeclared" -> readUndeclared(section);
            case "outputs" -> new OutputSection(draft).read(fields(section.value(), "'outputs'"));
            default -> throw new IllegalStateException("section '" + section.name() + "' has no reader");
        }
    }

    private void readVersion(Field section) {
        if (!(section.value() instanceof Scalar version) || !version.text().equals("1")) {
            problems.add(section.value().place(), "version " + section.value() + " is not known; write 'version: 1'");
        }
    }

    private void readUndeclared(Field section) {
        Optional<Undeclared> answer = new Values(draft).word(section, Vocabulary.UNDECLARED, Undeclared.class);
        if (draft.undeclared.isPresent() && answer.isPresent() && !answer.equals(draft.undeclared)) {
            problems.add(section.place(), "another file says otherwise of undeclared names; say it in one file");
        }
        draft.undeclared = draft.undeclared.or(() -> answer);
    }

    private List<Field> fields(YamlNode node, String what) {
        return fields(node, what, problems);
    }

    /** Returns the fields of a mapping; of nothing at all, none; anything else is reported. */
    static List<Field> fields(YamlNode node, String what, Problems problems) {
        if (node instanceof Mapping mapping) {
            return mapping.fields();
        }
        if (!(node instanceof Scalar scalar && scalar.text().isEmpty())) {
            problems.add(node.place(), what + " is " + node + "; it must be a mapping, 'name: …' on each line");
        }
        return List.of();
    }
}
