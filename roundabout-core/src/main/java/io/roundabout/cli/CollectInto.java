package io.roundabout.cli;

import io.roundabout.connector.Target;
import io.roundabout.connector.TargetWriter;
import io.roundabout.vehicle.Receiver;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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
        long start = System.nanoTime();
        // Closed last of all: when it is, an interrupted process ends.
        try (Stopping stopping = new Stopping()) {
            int code = ExitCodes.FAILED;
            try {
                code = run(target, roll, json, stopping::isAsked);
            } finally {
                if (code == ExitCodes.OK || figures.committed() > 0) {
                    tell(
                            json ? terminal.out() : terminal.err(),
                            json,
                            target,
                            Duration.ofNanos(System.nanoTime() - start));
                }
            }
            return code;
        }
    }

    private int run(Target target, Roll roll, boolean json, BooleanSupplier stopped) {
        Consumer<String> published = json ? name -> {} : terminal.out()::println;
        try (CollectProgress progress = new CollectProgress(terminal, wish.address());
                TargetWriter writer = target.open()) {
            return collect(new CollectRun(roll, writer, published, figures, progress), stopped);
        } catch (IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private void tell(PrintStream to, boolean json, Target target, Duration taken) {
        to.println(json ? figures.json(wish.address(), taken) : figures.words(wish.address(), target.name(), taken));
    }

    private int collect(CollectRun run, BooleanSupplier stopped) throws IOException {
        if (!wish.follow()) {
            return collect(run, stopped, () -> {});
        }
        return ComingBack.untilEnded(
                terminal.err(),
                comingBack -> collectAgain(run, stopped, comingBack::reached),
                () -> stopped.getAsBoolean() || figures.committed() == wish.limit());
    }

    private int collectAgain(CollectRun run, BooleanSupplier stopped, Runnable reached) {
        try {
            run.rollback();
            return collect(run, stopped, reached);
        } catch (IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int collect(CollectRun run, BooleanSupplier stopped, Runnable reached) throws IOException {
        try (Receiver messages = vehicle.receiver(wish.address(), wish.limit() - figures.committed())) {
            reached.run();
            Duration first = wish.first();
            if (first != null && figures.committed() == 0 && !run.awaitFirst(messages, first, stopped)) {
                terminal.err().println("roundabout: nothing came to " + wish.address() + " in time");
                return ExitCodes.FAILED;
            }
            if (wish.follow()) {
                run.follow(messages, wish.limit(), stopped);
            } else {
                run.drain(messages, stopped);
            }
            return ExitCodes.OK;
        }
    }
}
