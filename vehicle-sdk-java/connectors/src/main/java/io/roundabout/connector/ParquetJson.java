package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Writes a row as a JSON object. An absent value is null; a list is an array; a map with strings as keys is an object, any
 * other an array of objects with {@code key} and {@code value}. Pure functions.
 */
final class ParquetJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ParquetJson() {}

    /**
     * Returns the row as UTF-8.
     *
     * @throws NotJsonException if a value has no form in JSON, such as a number that is none
     */
    static byte[] of(Group row) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            writeObject(json, row);
        }
        return body.toByteArray();
    }

    private static void writeObject(JsonGenerator json, Group group) throws IOException {
        json.writeStartObject();
        GroupType type = group.getType();
        for (int field = 0; field < type.getFieldCount(); field++) {
            json.writeFieldName(type.getFieldName(field));
            writeField(json, group, field);
        }
        json.writeEndObject();
    }

    private static void writeField(JsonGenerator json, Group group, int field) throws IOException {
        int count = group.getFieldRepetitionCount(field);
        if (group.getType().getType(field).isRepetition(Type.Repetition.REPEATED)) {
            json.writeStartArray();
            for (int i = 0; i < count; i++) {
                writeValue(json, group, field, i);
            }
            json.writeEndArray();
        } else if (count == 0) {
            json.writeNull();
        } else {
            writeValue(json, group, field, 0);
        }
    }

    private static void writeValue(JsonGenerator json, Group group, int field, int index) throws IOException {
        Type type = group.getType().getType(field);
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (type.isPrimitive()) {
            ParquetValue.write(json, type.asPrimitiveType(), group, field, index);
        } else if (logical instanceof ListLogicalTypeAnnotation) {
            writeList(json, group.getGroup(field, index));
        } else if (logical instanceof MapLogicalTypeAnnotation) {
            writeMap(json, group.getGroup(field, index));
        } else {
            writeObject(json, group.getGroup(field, index));
        }
    }

    /** Source: Parquet's LogicalTypes.md, lists: a repeated group of one field holds elements, and old ones are elements. */
    private static void writeList(JsonGenerator json, Group list) throws IOException {
        Type repeated = list.getType().getType(0);
        boolean wraps = !repeated.isPrimitive()
                && repeated.asGroupType().getFieldCount() == 1
                && !repeated.getName().equals("array")
                && !repeated.getName().equals(list.getType().getName() + "_tuple");
        json.writeStartArray();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            if (wraps) {
                writeField(json, list.getGroup(0, i), 0);
            } else {
                writeValue(json, list, 0, i);
            }
        }
        json.writeEndArray();
    }

    private static void writeMap(JsonGenerator json, Group map) throws IOException {
        GroupType entry = map.getType().getType(0).asGroupType();
        if (!isText(entry.getType(0))) {
            writeField(json, map, 0);
            return;
        }
        json.writeStartObject();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group pair = map.getGroup(0, i);
            json.writeFieldName(pair.getString(0, 0));
            if (entry.getFieldCount() > 1) {
                writeField(json, pair, 1);
            } else {
                json.writeNull();
            }
        }
        json.writeEndObject();
    }

    private static boolean isText(Type key) {
        return key.isPrimitive() && isText(key.asPrimitiveType());
    }

    /** Returns whether bytes are text: they say so. */
    static boolean isText(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && (logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
                        || logical instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
                        || logical instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation);
    }
}
