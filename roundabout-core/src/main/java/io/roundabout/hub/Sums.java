package io.roundabout.hub;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.pipeline.StreamRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the sums of a compute depend on. Where it is equal, sums can go on; where a field is a decimal that was a double, or another one
 * is counted, they cannot be read any more, or mean something else.
 *
 * @param rule the compute
 * @param bodies what is declared of the messages, or of those that the join's results are made of
 * @param result what the join makes of them; empty if a stream feeds the compute
 */
record Sums(ComputeRule rule, List<Body> bodies, Optional<ResultRule> result) {

    /** What is declared of the bodies of a stream. */
    private record Body(StreamFormat format, Optional<String> schema, Map<String, String> fields) {}

    /** Returns it for a compute of a pipeline; empty if there is none of that name. */
    static Optional<Sums> of(String compute, Pipeline pipeline) {
        return Optional.ofNullable(pipeline.computes().get(compute)).map(rule -> {
            Optional<JoinRule> join = Optional.ofNullable(pipeline.joins().get(rule.from()));
            Stream<String> streams =
                    join.map(made -> made.inputs().stream().map(Input::stream)).orElse(Stream.of(rule.from()));
            List<Body> bodies = streams.flatMap(
                            stream -> Stream.ofNullable(pipeline.streams().get(stream)))
                    .map(Sums::body)
                    .toList();
            return new Sums(rule, bodies, join.map(JoinRule::result));
        });
    }

    private static Body body(StreamRule stream) {
        return new Body(
                stream.format(),
                stream.intake().body().schema(),
                stream.intake().body().fields());
    }
}
