package io.roundabout.expression;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.DataType;

/**
 * A value that is read from the messages of a source, for an expression. Immutable.
 *
 * @param source index of the source
 * @param path field of the message; empty for the message as a whole
 * @param kind what of it is read
 * @param attribute what stands for it in the expressions; its type is that of the value
 */
record Column(int source, List<String> path, Kind kind, Attribute attribute) {
    /** What is read. */
    enum Kind {
        /** The value as an expression needs it; null if it does not fit. */
        VALUE,
        /** The JSON of the value as it was sent. */
        JSON,
        /** Whether there is a message. */
        PRESENT
    }

    DataType type() {
        return attribute.dataType();
    }
}
