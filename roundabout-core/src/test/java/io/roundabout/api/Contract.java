package io.roundabout.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI document of the API, against which tests hold what is asked and answered. Immutable. */
public final class Contract {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private final JsonNode document;

    private Contract(JsonNode document) {
        this.document = document;
    }

    /** Reads a document. */
    public static Contract read(String json) {
        try {
            return new Contract(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError("the document is no JSON", e);
        }
    }

    /** Returns its operations, such as {@code GET /api/v1/peek/{address}}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(it -> {
                    if (METHODS.contains(it.getKey())) {
                        operations.add(it.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /** Returns the codes that it names somewhere. */
    boolean names(String code) {
        return document.toString().contains('`' + code + '`')
                || document.toString().contains(' ' + code + '`');
    }

    /** Returns what is wrong with an answer to {@code operation}, such as {@code GET /healthz}; nothing where all is well. */
    public List<String> defects(String operation, HttpResponse<?> answer) {
        JsonNode response = response(operation, answer.statusCode());
        if (response.isMissingNode()) {
            return List.of(operation + " answers " + answer.statusCode() + ", of which the document says nothing: "
                    + answer.body());
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = response.path("content").path(type);
        if (content.isMissingNode()) {
            return List.of(operation + " answers " + type + ", of which the document says nothing");
        }
        return type.equals("application/json")
                ? defects(content.path("schema"), String.valueOf(answer.body()))
                : List.of();
    }

    /** Returns what is wrong with the body of a request. */
    List<String> requestDefects(String operation, String body) {
        return defects(
                operation(operation)
                        .path("requestBody")
                        .path("content")
                        .path("application/json")
                        .path("schema"),
                body);
    }

    /** Returns what is wrong with JSON that is to be as a schema of the components. */
    List<String> schemaDefects(String schema, String json) {
        return defects(document.path("components").path("schemas").path(schema), json);
    }

    private JsonNode response(String operation, int status) {
        JsonNode response = operation(operation).path("responses").path(String.valueOf(status));
        return response.has("$ref") ? document.at(response.get("$ref").asText().substring(1)) : response;
    }

    private JsonNode operation(String operation) {
        String[] words = operation.split(" ", 2);
        return document.path("paths").path(words[1]).path(words[0].toLowerCase(Locale.ROOT));
    }

    private List<String> defects(JsonNode schema, String body) {
        // References are to the components of the whole document.
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.get("components"));
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        List<String> defects = new ArrayList<>();
        try {
            SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config))
                    .getSchema(whole)
                    .validate(new ObjectMapper().readTree(body))
                    .forEach(error -> defects.add(error + " in " + body));
        } catch (JsonProcessingException e) {
            defects.add("no JSON: " + body);
        }
        return defects;
    }
}
