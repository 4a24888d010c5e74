package io.roundabout.expression;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.join.MessageFilter;
import org.apache.spark.sql.catalyst.InternalRow;

/** A predicate over the messages of a stream. Thread-safe. */
final class SqlFilter implements MessageFilter {
    private final MessageReader reader;
    private final Evaluations evaluations;

    SqlFilter(MessageReader reader, Resolved predicate, Evaluations evaluations) {
        this.reader = reader;
        this.evaluations = evaluations;
        for (int i = 0; i < predicate.columns().size(); i++) {
            reader.add(predicate.columns().get(i), i);
        }
    }

    @Override
    public boolean takes(BodyFormat format, byte[] body) {
        Evaluation evaluation = evaluations.take();
        reader.read(format, body, evaluation.clear());
        boolean takes = isTrue(evaluation.compute());
        evaluations.give(evaluation);
        return takes;
    }

    static boolean isTrue(InternalRow computed) {
        return !computed.isNullAt(0) && computed.getBoolean(0);
    }
}
