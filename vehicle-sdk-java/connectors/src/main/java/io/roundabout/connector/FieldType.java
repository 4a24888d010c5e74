package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the text of a CSV field becomes in JSON, and what a Parquet column holds. */
public enum FieldType {
    /** A string, as it stands. */
    STRING {
        @Override
        boolean write(JsonGenerator json, String text) throws IOException {
            json.writeString(text);
            return true;
        }
    },
    /** A number, digit for digit as it stands; nothing is null. */
    NUMBER {
        @Override
        boolean write(JsonGenerator json, String text) throws IOException {
            String number = text.strip();
            boolean fits = number.isEmpty() || JSON_NUMBER.matcher(number).matches();
            if (number.isEmpty()) {
                json.writeNull();
            } else if (fits) {
                json.writeNumber(number);
            }
            return fits;
        }
    },
    /** As {@link #NUMBER}, and whole. */
    INTEGER {
        @Override
        boolean write(JsonGenerator json, String text) throws IOException {
            String number = text.strip();
            return (number.isEmpty() || JSON_INTEGER.matcher(number).matches()) && NUMBER.write(json, number);
        }
    },
    /** {@code true} or {@code false}, in any case; nothing is null. */
    BOOLEAN {
        @Override
        boolean write(JsonGenerator json, String text) throws IOException {
            switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "" -> json.writeNull();
                case "true" -> json.writeBoolean(true);
                case "false" -> json.writeBoolean(false);
                default -> {
                    return false;
                }
            }
            return true;
        }
    };

    /** Source: RFC 8259, section 6. */
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private static final Pattern JSON_INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

    /** Writes {@code text}; returns false, having written nothing, if it is none of this type. */
    abstract boolean write(JsonGenerator json, String text) throws IOException;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
