package io.roundabout.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the bodies of a stream are.
 *
 * @param schema text of the JSON Schema that they must fit, checked at the door
 * @param onInvalid what becomes of one that is refused
 * @param fields Spark SQL types by field, for expressions, where no schema gives them; in the order of the file
 */
public record BodyRule(Optional<String> schema, OnInvalid onInvalid, Map<String, String> fields) {
    /** What holds where a file says nothing. */
    public static final BodyRule DEFAULT = new BodyRule(Optional.empty(), OnInvalid.DEAD, Map.of());

    public BodyRule {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
