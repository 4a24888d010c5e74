package io.roundabout.pipeline;

import io.roundabout.Words;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.Draft.DraftJoin;
import io.roundabout.pipeline.Draft.DraftOutput;
import io.roundabout.pipeline.YamlNode.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What only all sections together can tell: whether names are declared, and fit where they are used. */
final class PipelineChecks {
    private final Draft draft;
    private final Problems problems;
    private final Map<String, String> makers = new HashMap<>();

    PipelineChecks(Draft draft) {
        this.draft = draft;
        this.problems = draft.problems;
    }

    void check() {
        draft.joins.forEach((name, join) -> {
            join.inputs().forEach((stream, place) -> checkInput(name, stream, place));
            checkOutput(name, join);
        });
        draft.computes.keySet().forEach(name -> makers.putIfAbsent(name, "compute '" + name + "'"));
        draft.outputs.values().forEach(this::checkIsMade);
        draft.replacing.forEach(this::checkReplaces);
        new SourceChecks(draft).check();
    }

    private void checkInput(String join, String stream, Place place) {
        StreamRule rule = draft.streams.get(stream);
        if (rule == null) {
            problems.add(place, undeclared(stream));
        } else if (rule.keyless()) {
            problems.add(
                    place,
                    "join '" + join + "' takes stream '" + stream
                            + "', which says 'key: none'; give the stream a key, or leave it out of the join");
        } else if (rule.format() == StreamFormat.JSON && rule.key().isEmpty()) {
            problems.add(
                    place,
                    "join '" + join + "' takes stream '" + stream
                            + "', which has no key; give the stream one, such as 'key: /id'");
        }
    }

    private String undeclared(String stream) {
        String right = Words.nearest(stream, draft.streams.keySet())
                .map(near -> "did you mean '" + near + "'?")
                .orElse("declare it under 'streams'");
        return draft.names
                .named(stream)
                .map(other -> "'" + stream + "' is a " + other.kind() + "; in version 1 only streams feed joins")
                .or(() -> Optional.ofNullable(draft.outputs.get(stream))
                        .map(output -> "'" + stream + "' is an output; in version 1 only streams feed joins"))
                .orElse("stream '" + stream + "' is not declared; " + right);
    }

    private void checkOutput(String name, DraftJoin join) {
        String output = join.rule().output();
        String other = makers.putIfAbsent(output, "join '" + name + "'");
        if (other != null) {
            problems.add(
                    join.output(),
                    "output '" + output + "' already takes the results of " + other
                            + "; give each join an output of its own");
            return;
        }
        draft.names
                .named(output)
                .filter(named -> !output.equals(name))
                .ifPresent(named -> problems.add(
                        join.output(),
                        "output '" + output + "' of join '" + name + "' is already the name of a " + named.kind()
                                + "; choose another name"));
    }

    private void checkReplaces(String stream, Place place) {
        List<String> others = new ArrayList<>();
        boolean taken = false;
        for (DraftJoin join : draft.joins.values()) {
            for (Input input : join.rule().inputs()) {
                taken |= input.stream().equals(stream);
                if (input.stream().equals(stream) && input.mode() != InputMode.LATEST) {
                    others.add("join '" + join.rule().name() + "' uses its messages up");
                }
            }
        }
        draft.computes.forEach((name, compute) -> {
            if (compute.rule().from().equals(stream)) {
                others.add("compute '" + name + "' adds its messages up");
            }
        });
        if (!taken || !others.isEmpty()) {
            String why = others.isEmpty() ? "no join takes it" : others.get(0);
            problems.add(
                    place,
                    "stream '" + stream + "' cannot replace: " + why
                            + "; take the stream as latest in each of its joins, or say 'on-conflict: refuse'");
        }
    }

    private void checkIsMade(DraftOutput output) {
        String name = output.rule().name();
        String maker = makers.get(name);
        // That a stream has the name is reported already.
        if (maker == null && output.rule().from().isEmpty() && !draft.streams.containsKey(name)) {
            String right = Words.nearest(name, makers.keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("name it as 'output' of a join, or say what it is 'from'");
            problems.add(output.place(), "output '" + name + "' is made by no join; " + right);
        } else if (maker != null && output.rule().from().isPresent()) {
            problems.add(
                    output.from(),
                    "output '" + name + "' takes the results of " + maker
                            + ", so it is not 'from' anything; give the copy a name of its own");
        }
    }
}
