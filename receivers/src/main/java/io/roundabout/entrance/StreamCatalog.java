package io.roundabout.entrance;

import java.util.Map;
import java.util.Optional;

/**
 * The streams a vehicle may push to. Immutable; a new catalogue replaces it when rules change.
 *
 * @param declared definitions by name
 * @param undeclaredAllowed whether any other valid name is a stream too
 */
public record StreamCatalog(Map<String, StreamDefinition> declared, boolean undeclaredAllowed) {
    public StreamCatalog {
        declared = Map.copyOf(declared);
    }

    /** Returns the definition to use for {@code name}, or empty if the stream is to be refused as unknown. */
    public Optional<StreamDefinition> find(String name) {
        StreamDefinition definition = declared.get(name);
        if (definition != null) {
            return Optional.of(definition);
        }
        return undeclaredAllowed ? Optional.of(StreamDefinition.undeclared(name)) : Optional.empty();
    }
}
