package io.roundabout.join;

import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import java.util.List;

/**
 * A join as the turn needs it. Immutable.
 *
 * @param name name of the join
 * @param output address its results go to
 * @param streams stream of each input, in the order declared
 * @param modes mode of each input
 * @param body how a result's body is put together
 */
record CompiledJoin(String name, String output, List<String> streams, List<InputMode> modes, ResultBody body) {

    static CompiledJoin of(JoinRule rule) {
        List<String> streams = rule.inputs().stream().map(Input::stream).toList();
        List<InputMode> modes = rule.inputs().stream().map(Input::mode).toList();
        if (streams.size() < 2 || streams.size() > Byte.MAX_VALUE || !modes.contains(InputMode.ONE)) {
            throw new IllegalArgumentException("join '" + rule.name() + "' has inputs " + rule.inputs()
                    + "; it takes 2 to 127, at least one of them not latest");
        }
        if (streams.stream().distinct().count() < streams.size()) {
            throw new IllegalArgumentException("join '" + rule.name() + "' takes a stream twice: " + streams);
        }
        return new CompiledJoin(rule.name(), rule.output(), streams, modes, new ResultBody(streams));
    }

    int inputs() {
        return streams.size();
    }
}
