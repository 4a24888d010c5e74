package io.roundabout.join;

/** What a user's class says of a group. */
public sealed interface Judgement {
    /** The group waits for more. */
    record Waiting() implements Judgement {}

    /**
     * The group is complete.
     *
     * @param body of its result: one JSON object, UTF-8
     */
    record Complete(byte[] body) implements Judgement {}

    /**
     * The class failed.
     *
     * @param detail says to people which class, and how
     */
    record Failed(String detail) implements Judgement {}
}
