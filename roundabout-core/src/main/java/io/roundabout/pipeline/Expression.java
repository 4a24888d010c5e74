package io.roundabout.pipeline;

/**
 * A text of a pipeline that is a rule of its own: Spark SQL, or the name of a class.
 *
 * @param role what it is for
 * @param owner name of the stream, join or compute that it belongs to
 * @param sql the text
 */
public record Expression(Role role, String owner, String sql) {
    /** What an expression is for, and so what it may be. */
    public enum Role {
        /** Type of a field of a stream, such as {@code decimal(18,2)}. */
        FIELD_TYPE,
        /** Predicate over a message of a stream. */
        STREAM_WHERE,
        /** Predicate over the inputs of a join. */
        JOIN_WHEN,
        /** Select list over the inputs of a join. */
        JOIN_SELECT,
        /** Name of a Java class that judges the groups of a join: no SQL, and checked with it all the same. */
        JOIN_CLASS,
        /** Array over a message of what a compute takes. */
        COMPUTE_EXPLODE,
        /** Select list of aggregates over what a compute takes, or the rows that its {@code explode} makes. */
        COMPUTE_AGGREGATE
    }
}
