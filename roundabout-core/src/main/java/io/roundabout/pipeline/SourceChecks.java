package io.roundabout.pipeline;

import io.roundabout.Words;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.YamlNode.Place;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Whether what computes and outputs are {@code from} is there, and may feed them. */
final class SourceChecks {
    private final Draft draft;

    SourceChecks(Draft draft) {
        this.draft = draft;
    }

    void check() {
        draft.computes.forEach((name, compute) -> {
            String from = compute.rule().from();
            if (!from.isEmpty()) {
                checkSource("computes", from, compute.from());
                checkFields(name, from, compute.from());
            }
        });
        draft.outputs
                .values()
                .forEach(output -> output.rule().from().ifPresent(from -> checkSource("outputs", from, output.from())));
    }

    private void checkSource(String fed, String from, Place place) {
        boolean mayCompute = fed.equals("outputs");
        if (draft.streams.containsKey(from)
                || draft.joins.containsKey(from)
                || (mayCompute && draft.computes.containsKey(from))) {
            return;
        }
        draft.problems.add(place, "'from' is '" + from + "', " + why(fed, from, mayCompute));
    }

    private String why(String fed, String from, boolean mayCompute) {
        String feeders = mayCompute ? "streams, joins and computes" : "streams and joins";
        if (draft.computes.containsKey(from)) {
            return "which is a compute; in version 1 only " + feeders + " feed " + fed;
        }
        Optional<String> maker = draft.joins.values().stream()
                .filter(join -> join.rule().output().equals(from))
                .map(join -> join.rule().name())
                .findFirst();
        if (maker.isPresent()) {
            return "the output of join '" + maker.get() + "'; name the join";
        }
        if (draft.outputs.containsKey(from)) {
            return "which is an output; in version 1 only " + feeders + " feed " + fed;
        }
        Set<String> sources = new LinkedHashSet<>(draft.streams.keySet());
        sources.addAll(draft.joins.keySet());
        if (mayCompute) {
            sources.addAll(draft.computes.keySet());
        }
        return "which is not declared; "
                + Words.nearest(from, sources)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("it can be one of " + String.join(", ", sources));
    }

    private void checkFields(String compute, String from, Place place) {
        StreamRule stream = draft.streams.get(from);
        if (stream != null && stream.format() == StreamFormat.BYTES) {
            draft.problems.add(
                    place,
                    "compute '" + compute + "' takes stream '" + from
                            + "', which is bytes and has no fields; give it a stream of json or text");
        }
    }
}
