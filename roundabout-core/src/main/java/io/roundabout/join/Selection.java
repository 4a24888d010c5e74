package io.roundabout.join;

/** Makes the body of a result, where a join says {@code select: …}. Thread-safe. */
@FunctionalInterface
public interface Selection {
    /** Returns one JSON object, UTF-8, without blanks around it. */
    byte[] body(GroupView group);
}
