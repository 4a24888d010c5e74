package io.roundabout.cli;

import io.roundabout.vehicle.MessageRefusedException;
import io.roundabout.vehicle.Receipt;
import io.roundabout.vehicle.RefusedMessage;
import io.roundabout.vehicle.RefusedMessagesException;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pushes one source, a message per line that is not empty. */
final class PushRun {
    /** The hub may hold its senders back for as long as it needs; the person who waits has the last word. */
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);

    private static final long LISTED = 100;

    private final Terminal terminal;
    private final String stream;
    private final PushSource source;
    private final PushFigures figures;
    private final AtomicLong listed = new AtomicLong();

    PushRun(Terminal terminal, String stream, PushSource source, PushFigures figures) {
        this.terminal = terminal;
        this.stream = stream;
        this.source = source;
        this.figures = figures;
    }

    /**
     * Pushes what the session has not seen, and waits until it is committed.
     *
     * @return whether there was something to push; false if all of it was pushed before
     */
    boolean push(Vehicle vehicle) {
        long before = vehicle.last();
        Map<Long, RefusedMessage> refusedBefore =
                vehicle.refusedBefore().stream().collect(Collectors.toMap(RefusedMessage::number, refused -> refused));
        long number = 0;
        long line = 0;
        try (InputStream in = source.open(terminal);
                PushProgress progress = new PushProgress(terminal, source)) {
            ByteLines lines = new ByteLines(in);
            for (byte[] body = lines.next(); body != null; body = lines.next()) {
                line++;
                if (body.length > 0) {
                    number++;
                    if (number > before) {
                        push(vehicle, body, line);
                    } else if (refusedBefore.containsKey(number)) {
                        figures.refusedBefore.incrementAndGet();
                        list(line, refusedBefore.get(number));
                    }
                    progress.at(lines.position());
                }
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot read '" + source.name() + "': " + e.getMessage(), e);
        }
        figures.resumedAfter.addAndGet(Math.min(before, number));
        flush(vehicle);
        return before == 0 || number > before;
    }

    private void push(Vehicle vehicle, byte[] body, long line) {
        figures.bytes.addAndGet(body.length);
        var unused = vehicle.push(stream, body).whenComplete((receipt, failure) -> decided(line, receipt, failure));
    }

    private void decided(long line, @Nullable Receipt receipt, @Nullable Throwable failure) {
        if (receipt != null) {
            figures.committed.incrementAndGet();
            if (receipt.duplicate()) {
                figures.duplicates.incrementAndGet();
            }
        } else if (failure instanceof MessageRefusedException refusal) {
            figures.refused.incrementAndGet();
            list(line, refusal.refused());
        }
    }

    private void list(long line, RefusedMessage refused) {
        long count = listed.incrementAndGet();
        if (count <= LISTED) {
            terminal.err().println(source.name() + ":" + line + ": " + refused.code() + ": " + refused.text());
        } else if (count == LISTED + 1) {
            terminal.err().println("… further refusals are counted, not listed; see dead/" + stream);
        }
    }

    private static void flush(Vehicle vehicle) {
        try {
            vehicle.flush(AS_LONG_AS_IT_TAKES);
        } catch (RefusedMessagesException e) {
            // Each was listed, with its line, as the hub refused it.
            return;
        }
    }
}
