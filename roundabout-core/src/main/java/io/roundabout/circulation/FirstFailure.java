package io.roundabout.circulation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Passes on the first failure only: one fault makes several parts fail, and a person needs one line. Thread-safe. */
final class FirstFailure implements Consumer<Throwable> {
    private final Consumer<Throwable> listener;
    private final AtomicBoolean told = new AtomicBoolean();

    FirstFailure(Consumer<Throwable> listener) {
        this.listener = listener;
    }

    @Override
    public void accept(Throwable failure) {
        if (told.compareAndSet(false, true)) {
            listener.accept(failure);
        }
    }
}
