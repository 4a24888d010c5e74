package io.roundabout.pipeline;

/** When the group of a key is complete. It is judged after each message, in arrival order. */
public sealed interface Completion {
    /** Every input has a message. */
    record All() implements Completion {}

    /** An input that is not {@link InputMode#LATEST} has a message. */
    record Any() implements Completion {}

    /**
     * So many inputs have a message, one of them not {@link InputMode#LATEST}.
     *
     * @param inputs from 1 to the number of inputs of the join
     */
    record AtLeast(int inputs) implements Completion {}

    /**
     * The predicate is true, and an input that is not {@link InputMode#LATEST} has a message; null is false.
     *
     * @param sql Spark SQL over the inputs: structs, and arrays of structs for {@link InputMode#ALL}
     */
    record When(String sql) implements Completion {}
}
