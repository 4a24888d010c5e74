package io.roundabout.expression;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.join.GroupCondition;
import io.roundabout.join.MessageFilter;
import io.roundabout.join.Selection;
import io.roundabout.pipeline.BodyRule;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Ending;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.Intake;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.OnInvalid;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.pipeline.StreamRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Streams and one join of them, put together by a test, with its expressions. */
final class TestingRules {
    private static final CatalystExpressions EXPRESSIONS = new CatalystExpressions();

    private final Map<String, StreamRule> streams = new LinkedHashMap<>();
    private final List<Input> inputs = new ArrayList<>();

    /** Adds an input of which nothing is declared. */
    TestingRules with(String stream, InputMode mode) {
        return with(stream, mode, Map.of());
    }

    TestingRules with(String stream, InputMode mode, Map<String, String> fields) {
        return with(stream, mode, StreamFormat.JSON, new BodyRule(Optional.empty(), OnInvalid.DEAD, fields));
    }

    TestingRules withSchema(String stream, InputMode mode, String schema) {
        return with(stream, mode, StreamFormat.JSON, new BodyRule(Optional.of(schema), OnInvalid.DEAD, Map.of()));
    }

    TestingRules with(String stream, InputMode mode, StreamFormat format, BodyRule body) {
        streams.put(stream, stream(stream, format, body, Optional.empty()));
        inputs.add(new Input(stream, mode));
        return this;
    }

    private static StreamRule stream(String name, StreamFormat format, BodyRule body, Optional<String> where) {
        return new StreamRule(
                name,
                format,
                Optional.of("/id"),
                false,
                IdRule.DEFAULT,
                new Intake(body, where, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    Selection select(String sql) {
        JoinRule join =
                new JoinRule("j", inputs, Ending.DEFAULT, new ResultRule(Optional.of(sql), Optional.empty()), "j");
        return EXPRESSIONS.selection(join, pipeline());
    }

    GroupCondition when(String sql) {
        JoinRule join = new JoinRule("j", inputs, new Ending(new Completion.When(sql)), ResultRule.BODIES, "j");
        return EXPRESSIONS.condition(join, pipeline());
    }

    /** Returns the filter of the one stream there is. */
    MessageFilter where(String sql) {
        StreamRule only = streams.values().iterator().next();
        return EXPRESSIONS.filter(
                stream(only.name(), only.format(), only.intake().body(), Optional.of(sql)));
    }

    private Pipeline pipeline() {
        JoinRule join = new JoinRule("j", inputs, "j");
        return new Pipeline(streams, Map.of("j", join), Map.of());
    }
}
