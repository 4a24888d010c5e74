package io.roundabout.api;

import java.util.concurrent.CompletionStage;

/**
 * What the hub is asked over HTTP about what it holds, and the little it is told to do with it. Thread-safe; answers come
 * later, on any thread. Each fails with a {@link io.roundabout.RoundaboutException} whose code and text go to the caller:
 * {@code NOT_FOUND} where there is no such name, {@code BUSY} where too many ask.
 */
public interface Inquiries {
    /** Returns why a key of a join has a result or none. */
    CompletionStage<ExplainView> explain(String join, String key);

    /** Returns held messages of an address without taking them. */
    CompletionStage<PeekView> peek(String address, PeekRequest request);

    /** Returns the groups of each join that wait longest, at most so many of each. */
    CompletionStage<WaitingView> waiting(int most);

    /** Sends dead letters of {@code name} back: one step of it. */
    CompletionStage<RedriveView> redrive(String name, RedriveRequest request);
}
