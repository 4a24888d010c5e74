package io.roundabout.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be said of a schema before it is compiled. Pure functions. */
final class SchemaText {
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

    /** Keywords whose values are values, not schemas. */
    private static final Set<String> VALUES = Set.of("enum", "const", "default", "examples");

    private SchemaText() {}

    /** Returns the draft that {@code $schema} names; 2020-12 if it is not there. */
    static SpecificationVersion draft(JsonNode root) {
        JsonNode named = root.path("$schema");
        if (named.isMissingNode()) {
            return SpecificationVersion.DRAFT_2020_12;
        }
        return SpecificationVersion.fromDialectId(named.asText())
                .orElseThrow(() -> new InvalidSchemaException(List.of("/$schema is " + named + "; it can be "
                        + Arrays.stream(SpecificationVersion.values())
                                .map(SpecificationVersion::getDialectId)
                                .collect(Collectors.joining(", ")))));
    }

    /** Refuses references to other documents: nothing is fetched, neither when a pipeline is checked nor at the door. */
    static void requireSelfContained(JsonNode root) {
        List<String> problems = new ArrayList<>();
        visit(root, "", problems);
        if (!problems.isEmpty()) {
            throw new InvalidSchemaException(problems);
        }
    }

    private static void visit(JsonNode node, String path, List<String> problems) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            String place = path + "/" + name.replace("~", "~0").replace("/", "~1");
            if (REFERENCES.contains(name)
                    && value.isTextual()
                    && !value.textValue().startsWith("#")) {
                problems.add(place + " is " + value + "; a schema refers to nothing outside itself,"
                        + " so put it under '$defs' and write '#/$defs/NAME'");
            } else if (!VALUES.contains(name)) {
                visit(value, place, problems);
            }
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(node.get(i), path + "/" + i, problems);
            }
        }
    }
}
