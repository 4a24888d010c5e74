package io.roundabout.outbox;

/** What the rules say of addresses. Implementations are thread-safe. */
@FunctionalInterface
public interface OutputPolicy {
    /** Says nothing of any address. */
    OutputPolicy NONE = address -> OutputTerms.PLAIN;

    /** Returns what holds for {@code address}, or for the results made of a stream of that name. */
    OutputTerms termsOf(String address);
}
