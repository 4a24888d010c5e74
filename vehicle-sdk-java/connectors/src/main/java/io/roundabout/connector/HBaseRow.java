package io.roundabout.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.roundabout.vehicle.CollectedMessage;
import java.util.Optional;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.util.Bytes;

/**
 * Makes a row of a message: a cell for each field that is not null. A field called {@code f:q} is the column {@code q} of the
 * family {@code f}; others are of the family given. A string is its text, anything else its JSON. Confined to one thread.
 */
final class HBaseRow {
    private final Optional<Column> key;
    private final String family;
    private final TargetOptions options;
    private final Rows rows;

    /**
     * @param key where the row's key stands; empty: it is the message's key
     * @param family of columns that name none; may be empty
     */
    HBaseRow(Optional<Column> key, String family, TargetOptions options) {
        this.key = key;
        this.family = family;
        this.options = options;
        this.rows = new Rows(options);
    }

    /**
     * Returns the row.
     *
     * @throws UnsuitableMessageException if it has no key, or no cell, or a column has no family
     */
    Put of(CollectedMessage message) throws UnsuitableMessageException {
        JsonNode object = rows.object(message);
        long created = message.delivery().created().toEpochMilli();
        Put put = new Put(key(message, object), created > 0 ? created : HConstants.LATEST_TIMESTAMP);
        if (options.columns().isEmpty()) {
            for (var fields = object.fieldNames(); fields.hasNext(); ) {
                Column field = Column.of(fields.next());
                if (!field.pointer().equals(key.map(Column::pointer).orElse(null))) {
                    add(message, put, field.name(), field.in(object));
                }
            }
        }
        for (Column column : options.columns()) {
            add(message, put, column.name(), column.in(object));
        }
        if (put.isEmpty()) {
            throw new UnsuitableMessageException(message, "it has no value for any column, and a row needs one");
        }
        return put;
    }

    /** Checks, before rows are put, that each chosen column has been in a message. */
    void checkColumns() throws TargetException {
        rows.checkColumns();
    }

    private byte[] key(CollectedMessage message, JsonNode object) throws UnsuitableMessageException {
        Optional<String> text = key.isEmpty()
                ? message.key()
                : key.map(place -> place.in(object))
                        .filter(value -> value.isValueNode() && !value.isNull() && !value.isMissingNode())
                        .map(Column::text);
        return text.filter(found -> !found.isEmpty())
                .map(Bytes::toBytes)
                .orElseThrow(() -> new UnsuitableMessageException(
                        message,
                        key.map(place -> "nothing stands at " + place.pointer() + ", where the row's key should")
                                .orElse("it has no key; say where the row's key stands: row=/field")));
    }

    private void add(CollectedMessage message, Put put, String column, JsonNode value)
            throws UnsuitableMessageException {
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        int colon = column.indexOf(':');
        if (colon <= 0 && family.isEmpty()) {
            throw new UnsuitableMessageException(
                    message, "column '" + column + "' names no family; say one for all such: family=f");
        }
        put.addColumn(
                Bytes.toBytes(colon <= 0 ? family : column.substring(0, colon)),
                Bytes.toBytes(colon <= 0 ? column : column.substring(colon + 1)),
                Bytes.toBytes(Column.text(value)));
    }
}
