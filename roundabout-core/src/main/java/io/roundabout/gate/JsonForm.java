package io.roundabout.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.jspecify.annotations.Nullable;

/** Writes AMQP values as JSON, where they have a JSON form. Thread-safe. */
final class JsonForm {
    private final JsonFactory factory = new JsonFactory();

    /**
     * Returns a map or list as JSON, in UTF-8.
     *
     * @throws IOException if a value in it has no JSON form; the message says which
     */
    byte[] of(Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(out)) {
            write(value, json);
        }
        return out.toByteArray();
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String || value instanceof Symbol) {
            json.writeString(value.toString());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, json);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(element, json);
            }
            json.writeEndArray();
        } else if (value.getClass().isArray()) {
            json.writeStartArray();
            for (int i = 0; i < Array.getLength(value); i++) {
                write(Array.get(value, i), json);
            }
            json.writeEndArray();
        } else {
            writeNumber(value, json);
        }
    }

    private static void writeMap(Map<?, ?> map, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String || entry.getKey() instanceof Symbol)) {
                throw new IOException("a map with a key that is no string has no JSON form");
            }
            json.writeFieldName(entry.getKey().toString());
            write(entry.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void writeNumber(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof UnsignedLong number) {
            json.writeNumber(number.bigIntegerValue());
        } else if (value instanceof UnsignedInteger
                || value instanceof UnsignedShort
                || value instanceof UnsignedByte) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number && Double.isFinite(number)) {
            json.writeNumber(number);
        } else if (value instanceof Float number && Float.isFinite(number)) {
            json.writeNumber(number);
        } else {
            throw new IOException("a value of AMQP type " + named(value) + " has no JSON form");
        }
    }

    private static String named(Object value) {
        return value instanceof Number
                ? value.getClass().getSimpleName() + " " + value
                : value.getClass().getSimpleName();
    }
}
