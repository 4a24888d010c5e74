package io.roundabout.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What changes from one pipeline to another.
 *
 * @param changes streams first, then joins, computes, outputs, and what is said of undeclared names; in the order of the files
 */
public record Difference(List<Change> changes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SECTIONS = List.of("streams", "joins", "computes", "outputs");

    public Difference {
        changes = List.copyOf(changes);
    }

    /** What happens to one of them. */
    public enum How {
        /** It was not there. */
        ADDED,
        /** It says something else. */
        CHANGED,
        /** It is there no more. */
        REMOVED;

        /** Returns the word for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A stream, join, compute or output that changes.
     *
     * @param how what happens to it
     * @param kind {@code stream}, {@code join}, {@code compute}, {@code output} or {@code undeclared}
     * @param name its name
     * @param fields what it says that changes, or all that it says
     */
    public record Change(How how, String kind, String name, List<FieldChange> fields) {
        public Change {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field that changes.
     *
     * @param field its name, as in a pipeline file
     * @param before what it said; empty if nothing
     * @param after what it says; empty if nothing
     */
    public record FieldChange(String field, String before, String after) {}

    /** Returns what changes from {@code before} to {@code after}. */
    public static Difference between(Pipeline before, Pipeline after) {
        JsonNode was = tree(before);
        JsonNode is = tree(after);
        List<Change> changes = new ArrayList<>();
        for (String section : SECTIONS) {
            String kind = section.substring(0, section.length() - 1);
            for (String name : names(was.path(section), is.path(section))) {
                add(kind, name, was.path(section).path(name), is.path(section).path(name), changes);
            }
        }
        FieldChange undeclared = field("undeclared", was, is);
        if (!undeclared.before().equals(undeclared.after())) {
            changes.add(new Change(How.CHANGED, "undeclared", "undeclared", List.of(undeclared)));
        }
        return new Difference(changes);
    }

    /** Returns whether nothing changes. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    private static void add(String kind, String name, JsonNode was, JsonNode is, List<Change> changes) {
        List<FieldChange> fields = names(was, is).stream()
                .map(field -> field(field, was, is))
                .filter(field -> !field.before().equals(field.after()))
                .toList();
        if (was.isMissingNode()) {
            changes.add(new Change(How.ADDED, kind, name, fields));
        } else if (is.isMissingNode()) {
            changes.add(new Change(How.REMOVED, kind, name, fields));
        } else if (!fields.isEmpty()) {
            changes.add(new Change(How.CHANGED, kind, name, fields));
        }
    }

    private static FieldChange field(String field, JsonNode was, JsonNode is) {
        return new FieldChange(field, text(was.path(field)), text(is.path(field)));
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isTextual() ? value.asText() : value.toString();
    }

    private static Set<String> names(JsonNode was, JsonNode is) {
        Set<String> names = new LinkedHashSet<>();
        was.fieldNames().forEachRemaining(names::add);
        is.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode tree(Pipeline pipeline) {
        try {
            return JSON.readTree(PipelineText.of(pipeline));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the text of a pipeline is JSON", e);
        }
    }
}
