package io.roundabout.cli;

import io.roundabout.connector.Target;
import io.roundabout.connector.TargetException;
import io.roundabout.connector.TargetWriter;
import io.roundabout.vehicle.Receiver;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code collect --to}: opens target and hub, runs, and tells what came of it. */
final class CollectInto {
    private final Terminal terminal;
    private final Vehicle vehicle;
    private final Wish wish;
    private final CollectFigures figures = new CollectFigures();

    /**
     * What is wanted.
     *
     * @param address where from
     * @param limit most messages
     * @param first how long for the first; null: not at all
     * @param follow whether to go on until interrupted
     */
    record Wish(String address, long limit, @Nullable Duration first, boolean follow) {}

    CollectInto(Terminal terminal, Vehicle vehicle, Wish wish) {
        this.terminal = terminal;
        this.vehicle = vehicle;
        this.wish = wish;
    }

    /** Returns the exit code. Names of files go to standard output as they appear, or one line of figures in the end. */
    int run(TargetArguments arguments, boolean meta, boolean json) {
        Roll roll = arguments.roll();
        Target target = arguments.target(wish.address(), meta, terminal.environment());
        Consumer<String> published = json ? name -> {} : terminal.out()::println;
        long start = System.nanoTime();
        try (Stopping stopping = new Stopping();
                CollectProgress progress = new CollectProgress(terminal, wish.address());
                TargetWriter writer = target.open()) {
            return collect(new CollectRun(roll, writer, stopping::isAsked, published, figures, progress));
        } catch (IOException e) {
            String stays = e instanceof TargetException ? "" : "writing to '" + target.name() + "' failed: ";
            throw new CommandFailedException(stays + e.getMessage(), e);
        } finally {
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            if (json) {
                terminal.out().println(figures.json(wish.address(), taken));
            } else {
                terminal.err().println(figures.words(wish.address(), target.name(), taken));
            }
        }
    }

    private int collect(CollectRun run) throws IOException {
        if (!wish.follow()) {
            return collect(run, () -> {});
        }
        return ComingBack.untilEnded(
                terminal.err(),
                comingBack -> collectAgain(run, comingBack::reached),
                () -> figures.committed() == wish.limit());
    }

    private int collectAgain(CollectRun run, Runnable reached) {
        try {
            run.rollback();
            return collect(run, reached);
        } catch (IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int collect(CollectRun run, Runnable reached) throws IOException {
        try (Receiver messages = vehicle.receiver(wish.address(), wish.limit() - figures.committed())) {
            reached.run();
            Duration wait = wish.first();
            if (wait != null && figures.committed() == 0 && !run.awaitFirst(messages, wait)) {
                terminal.err().println("roundabout: nothing came to " + wish.address() + " in time");
                return ExitCodes.FAILED;
            }
            if (wish.follow()) {
                run.follow(messages, wish.limit());
            } else {
                run.drain(messages);
            }
            return ExitCodes.OK;
        }
    }
}
