package io.roundabout.gate;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Collecting without AMQP: messages are taken with a lease, and settled by it. What is not settled before the lease runs out
 * is given to others. Thread-safe; answers come on any thread, and fail with a {@link RoundaboutException} whose code and
 * text are for the caller.
 */
public final class Leasing {
    private final Leases leases;
    private final Executor loop;
    private final GateFailure failure;

    /** Hands calls over to {@code loop}, to which {@code leases} belong. */
    Leasing(Leases leases, Executor loop, GateFailure failure) {
        this.leases = leases;
        this.loop = loop;
        this.failure = failure;
    }

    /**
     * Takes messages: those that are there, or else the first that come while it waits.
     *
     * @return fails with {@code NOT_FOUND}, {@code NOT_A_QUEUE}, {@code TOO_MANY_LEASES}, {@code TOO_MANY_ADDRESSES}, {@code
     *     BUSY} or {@code SHUTTING_DOWN}
     */
    public CompletionStage<Leased> take(LeaseRequest request) {
        return onLoop(() -> leases.take(request));
    }

    /**
     * Settles messages of a lease; the answer comes once that is committed. To say the same again is answered as before.
     *
     * @return fails with {@code NOT_FOUND}, {@code LEASE_OVER}, {@code ALREADY_SETTLED}, {@code BAD_REQUEST} or {@code
     *     SHUTTING_DOWN}; nothing has changed then
     */
    public CompletionStage<LeaseReport> settle(String lease, LeaseDecision decision) {
        return onLoop(() -> leases.settle(lease, decision));
    }

    /**
     * Gives back at once what a lease still has, without an attempt.
     *
     * @return fails with {@code NOT_FOUND} or {@code SHUTTING_DOWN}
     */
    public CompletionStage<LeaseReport> release(String lease) {
        return onLoop(() -> leases.release(lease));
    }

    /** Gives everything back, and lends nothing more; who waits is told so. Again, it does nothing. */
    public CompletionStage<Void> end() {
        return onLoop(() -> {
            leases.close();
            return CompletableFuture.completedFuture(null);
        });
    }

    private <T> CompletionStage<T> onLoop(Supplier<CompletableFuture<T>> call) {
        return CompletableFuture.completedFuture(call)
                .thenComposeAsync(this::guarded, loop)
                .exceptionally(failed -> {
                    throw told(failed);
                });
    }

    private static RuntimeException told(Throwable failed) {
        if (failed.getCause() instanceof RejectedExecutionException) {
            return new RoundaboutException(
                    Fault.HUB, "SHUTTING_DOWN", "the hub stops. Ask again when it is back.", failed);
        }
        return failed instanceof CompletionException known ? known : new CompletionException(failed);
    }

    @SuppressWarnings("IllegalCatch") // Whatever it is, the outputs are no longer to be trusted.
    private <T> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (RoundaboutException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure.stop("a lease could not be kept", e);
        }
    }
}
