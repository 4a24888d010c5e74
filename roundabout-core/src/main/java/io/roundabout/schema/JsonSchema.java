package io.roundabout.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import io.roundabout.entrance.BodyCheck;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A JSON Schema as the door uses it: drafts 4 to 2020-12, the latter where {@code $schema} says nothing. It is one text
 * that refers to nothing outside itself, so no check depends on what another server says. Immutable, thread-safe.
 *
 * <p>Checking stays quick whatever a message holds: numbers are bounded ({@link JsonTree}) and so are the steps of a regular
 * expression ({@link BoundedPatterns}). {@code format} is checked up to draft 7 and an annotation from 2019-09 on, as the
 * drafts say.
 */
public final class JsonSchema implements BodyCheck {
    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .failFast(true)
            .locale(Locale.ROOT)
            .pathType(PathType.JSON_POINTER)
            .preloadSchema(true)
            .regularExpressionFactory(new BoundedPatterns())
            .build();

    private final JsonTree tree;
    private final Schema schema;

    private JsonSchema(JsonTree tree, Schema schema) {
        this.tree = tree;
        this.schema = schema;
    }

    /**
     * Compiles a schema; takes milliseconds.
     *
     * @param text the schema, JSON
     * @throws InvalidSchemaException if it is not JSON or no schema, or refers to another document
     */
    public static JsonSchema compile(String text) {
        JsonTree tree = new JsonTree();
        JsonNode root = read(tree, text);
        SpecificationVersion draft = SchemaText.draft(root);
        SchemaText.requireSelfContained(root);
        requireValid(draft, root);
        try {
            Schema schema = registry(draft).getSchema(root);
            schema.initializeValidators();
            return new JsonSchema(tree, schema);
        } catch (SchemaException | IllegalArgumentException e) {
            throw new InvalidSchemaException(List.of(firstLine(e)));
        }
    }

    private static JsonNode read(JsonTree tree, String text) {
        try {
            return tree.read(text);
        } catch (IOException e) {
            throw new InvalidSchemaException(List.of("it is not JSON: " + firstLine(e)));
        }
    }

    /** Checks it by the schema of schemas, which the library has with it. */
    private static void requireValid(SpecificationVersion draft, JsonNode root) {
        Schema meta = SchemaRegistry.withDefaultDialect(draft).getSchema(SchemaLocation.of(draft.getDialectId()));
        List<Error> errors = meta.validate(root);
        if (!errors.isEmpty()) {
            throw new InvalidSchemaException(errors.stream()
                    .map(error -> SchemaDefect.text(error, "the schema"))
                    .distinct()
                    .toList());
        }
    }

    private static SchemaRegistry registry(SpecificationVersion draft) {
        return SchemaRegistry.withDefaultDialect(
                draft,
                builder -> builder.schemaRegistryConfig(CONFIG).schemaLoader(loader -> loader.block(document -> true)));
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
    }

    @Override
    public Optional<String> defect(byte[] array, int from, int length) {
        try {
            List<Error> errors = schema.validate(tree.read(array, from, length));
            return errors.isEmpty() ? Optional.empty() : Optional.of(SchemaDefect.text(errors.get(0), "the message"));
        } catch (NumberTooLargeException e) {
            return Optional.of("a number is beyond what a schema can check: " + JsonTree.MOST_DIGITS + " digits");
        } catch (TooManyStepsException e) {
            return Optional.of("a pattern of the schema takes too many steps on it. Simplify the pattern or the text.");
        } catch (IOException e) {
            return Optional.of("it cannot be checked: " + firstLine(e));
        }
    }
}
