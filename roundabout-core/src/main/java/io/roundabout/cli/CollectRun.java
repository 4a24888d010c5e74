package io.roundabout.cli;

import io.roundabout.connector.TargetWriter;
import io.roundabout.connector.UnsuitableMessageException;
import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Takes messages and puts them into a target, until there are no more or somebody stops it. They are acknowledged once they
 * are safe there: a run that is killed repeats some, and loses none. For one thread.
 */
final class CollectRun {
    /** How soon it notices that it is to stop. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final Roll roll;
    private final TargetWriter writer;
    private final Consumer<String> published;
    private final CollectFigures figures;
    private final CollectProgress progress;
    private long taken;
    private long bytes;
    private long begun;

    CollectRun(
            Roll roll,
            TargetWriter writer,
            Consumer<String> published,
            CollectFigures figures,
            CollectProgress progress) {
        this.roll = roll;
        this.writer = writer;
        this.published = published;
        this.figures = figures;
        this.progress = progress;
    }

    /**
     * Waits for the first message, and puts it into the target.
     *
     * @return whether one came
     */
    boolean awaitFirst(Receiver messages, Duration wait, BooleanSupplier stopped) throws IOException {
        long end = System.nanoTime() + wait.toNanos();
        while (taken == 0 && !stopped.getAsBoolean() && System.nanoTime() < end) {
            Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
            take(messages, messages.receive(left.compareTo(GLANCE) < 0 ? left : GLANCE));
        }
        return taken > 0;
    }

    /** Takes what is ready. */
    void drain(Receiver messages, BooleanSupplier stopped) throws IOException {
        while (!stopped.getAsBoolean()) {
            if (!take(messages, messages.receive()) && !commitLarge(messages)) {
                break;
            }
        }
        commit(messages);
    }

    /** Takes what comes, until somebody stops it or it has {@code limit} altogether. */
    void follow(Receiver messages, long limit, BooleanSupplier stopped) throws IOException {
        while (!stopped.getAsBoolean() && figures.committed() + taken < limit) {
            if (!take(messages, messages.receive(patience()))) {
                commitLarge(messages);
            }
            if (taken > 0 && System.nanoTime() - begun >= roll.every().toNanos()) {
                commit(messages);
            }
        }
        commit(messages);
    }

    /** Forgets what was not committed: the connection it came by is lost, and the hub delivers it again. */
    void rollback() throws IOException {
        taken = 0;
        bytes = 0;
        writer.rollback();
    }

    private boolean take(Receiver messages, Optional<CollectedMessage> message) throws IOException {
        if (message.isEmpty()) {
            return false;
        }
        try {
            writer.write(message.get());
        } catch (UnsuitableMessageException e) {
            // It becomes the first of those that are held, so that somebody can look at it, or take it out.
            messages.release();
            commit(messages);
            throw e;
        }
        begun = taken == 0 ? System.nanoTime() : begun;
        taken++;
        bytes += message.get().body().length;
        progress.took();
        if (roll.isFull(taken, bytes)) {
            commit(messages);
        }
        return true;
    }

    /** The hub hands out no more while too much is not acknowledged, and does not say so: it looks like a pause. */
    private boolean commitLarge(Receiver messages) throws IOException {
        boolean large = roll.isLarge(taken, bytes);
        if (large) {
            commit(messages);
        }
        return large;
    }

    private void commit(Receiver messages) throws IOException {
        if (taken > 0) {
            writer.commit().forEach(published);
            messages.acknowledge();
            figures.committed(taken, bytes);
            taken = 0;
            bytes = 0;
        }
    }

    private Duration patience() {
        if (taken == 0) {
            return GLANCE;
        }
        Duration left = roll.every().minusNanos(System.nanoTime() - begun);
        Duration least = Duration.ofMillis(1);
        return left.compareTo(GLANCE) > 0 ? GLANCE : left.compareTo(least) < 0 ? least : left;
    }
}
