package io.roundabout.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads JSON for a schema. Numbers are exact, and have a bound: to divide {@code 1e999999999} by {@code 0.01}, as {@code
 * multipleOf} does, would take a gigabyte. Thread-safe.
 */
final class JsonTree {
    /** Digits of a number, written out without an exponent, on either side of the point. */
    static final int MOST_DIGITS = 1_000;

    private final ObjectReader reader = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(MOST_DIGITS)
                            // The door has its own bounds for these, and has looked already.
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .setNodeFactory(new BoundedNumbers())
            .readerFor(JsonNode.class);

    JsonNode read(byte[] array, int from, int length) throws IOException {
        try {
            return reader.readValue(array, from, length);
        } catch (StreamConstraintsException e) {
            throw new NumberTooLargeException();
        }
    }

    JsonNode read(String text) throws IOException {
        return reader.readValue(text);
    }

    /** Makes nodes of numbers that can be calculated with. */
    private static final class BoundedNumbers extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        BoundedNumbers() {
            super(true);
        }

        @Override
        public com.fasterxml.jackson.databind.node.ValueNode numberNode(BigDecimal number) {
            if (Math.abs((long) number.scale()) > MOST_DIGITS) {
                throw new NumberTooLargeException();
            }
            return super.numberNode(number);
        }
    }
}
