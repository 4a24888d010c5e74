package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.roundabout.vehicle.CollectedMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads messages as rows: JSON objects with columns. If nobody said which columns there are, they are the fields of the first
 * message, and a message with another field is refused, so that nothing is left out silently. If somebody said it, each must
 * have a value in a message of the first commit: one that has none is misspelt, and would leave out silently what it means.
 * Confined to one thread.
 */
final class Rows {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private final MessageLine line;
    private final boolean chosen;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<Column> unseen;
    private List<Column> columns;

    Rows(TargetOptions options) {
        this.line = new MessageLine(options.meta());
        this.columns = options.columns();
        this.chosen = !columns.isEmpty();
        this.unseen = new LinkedHashSet<>(columns);
    }

    /**
     * Reads a message.
     *
     * @throws UnsuitableMessageException if it is no JSON object, or has a field that no column is for
     */
    JsonNode row(CollectedMessage message) throws UnsuitableMessageException {
        JsonNode row = object(message);
        if (!chosen && columns.isEmpty()) {
            List<Column> found = new ArrayList<>();
            row.fieldNames().forEachRemaining(field -> found.add(Column.of(field)));
            columns = List.copyOf(found);
            row.fieldNames().forEachRemaining(known::add);
        }
        if (columns.isEmpty()) {
            throw new UnsuitableMessageException(
                    message, "its object has no field; say which there are with --columns");
        }
        if (!chosen) {
            checkFields(message, row);
        }
        return row;
    }

    /** Returns the columns; empty before the first row. */
    List<Column> columns() {
        return columns;
    }

    /** Returns the JSON object that a message is. */
    JsonNode object(CollectedMessage message) throws UnsuitableMessageException {
        JsonNode row;
        try {
            row = READER.readTree(line.of(message));
        } catch (JsonProcessingException e) {
            throw new UnsuitableMessageException(message, "its body is no JSON: " + SourceException.firstLine(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        if (!row.isObject()) {
            throw new UnsuitableMessageException(
                    message, "its body is no JSON object; --meta makes one of it, .jsonl takes any");
        }
        if (!unseen.isEmpty()) {
            row.fieldNames().forEachRemaining(known::add);
            unseen.removeIf(column -> !column.in(row).isMissingNode());
        }
        return row;
    }

    /**
     * Checks, before messages are committed, that each chosen column has been in one of them.
     *
     * @throws TargetException if one has not; nothing may be committed
     */
    void checkColumns() throws TargetException {
        if (!unseen.isEmpty()) {
            Column column = unseen.iterator().next();
            throw new TargetException(
                    "--columns names '" + column.name() + "', and no message has anything at " + column.pointer()
                            + "; they have " + String.join(", ", known)
                            + ". Correct --columns; where it is rare, collect more at a time: --roll-messages",
                    null);
        }
    }

    private void checkFields(CollectedMessage message, JsonNode row) throws UnsuitableMessageException {
        for (var fields = row.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!known.contains(field)) {
                throw new UnsuitableMessageException(
                        message,
                        "its field '" + field + "' is in no column; the first message had " + String.join(", ", known)
                                + ". Say which columns there are with --columns");
            }
        }
    }
}
