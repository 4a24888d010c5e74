package io.roundabout.pipeline;

import io.roundabout.entrance.StreamCatalog;
import io.roundabout.entrance.StreamDefinition;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.schema.JsonSchema;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells the entrance what the pipeline says of streams. Pure functions. */
public final class Definitions {
    private Definitions() {}

    /** Returns the streams a vehicle may push to; any name where nothing is declared. */
    public static StreamCatalog of(Pipeline pipeline) {
        Map<String, StreamDefinition> definitions = pipeline.streams().values().stream()
                .collect(Collectors.toMap(StreamRule::name, Definitions::definition));
        return new StreamCatalog(definitions, pipeline.allowsUndeclared());
    }

    private static StreamDefinition definition(StreamRule rule) {
        boolean keyRequired = rule.format() == StreamFormat.JSON ? rule.key().isPresent() : !rule.keyless();
        BodyRule body = rule.intake().body();
        return new StreamDefinition(
                rule.name(),
                rule.format(),
                rule.key(),
                rule.ids().pointer(),
                keyRequired,
                body.onInvalid() == OnInvalid.DEAD,
                body.schema().map(JsonSchema::compile));
    }
}
