package io.roundabout.cli;

import io.roundabout.connector.Place;
import io.roundabout.connector.Source;
import io.roundabout.connector.SourceReader;
import io.roundabout.connector.SourceRecord;
import io.roundabout.vehicle.Message;
import io.roundabout.vehicle.MessageRefusedException;
import io.roundabout.vehicle.Receipt;
import io.roundabout.vehicle.RefusedMessage;
import io.roundabout.vehicle.RefusedMessagesException;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Pushes one source, a message per record. Messages are numbered as they stand in the source, records that are none not
 * counted, so that a later run knows where to go on. For one thread.
 */
final class PushRun {
    /** The hub may hold its senders back for as long as it needs; the person who waits has the last word. */
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);

    private final String stream;
    private final Source source;
    private final PushFigures figures;
    private final PushProgress progress;
    private final RefusalList refusals;
    private final Deque<Pushed> undecided = new ArrayDeque<>();
    private Map<Long, RefusedMessage> refusedBefore = Map.of();
    private long before;
    private long number;

    /** A message that is under way. */
    private record Pushed(Place place, CompletableFuture<Receipt> receipt) {}

    PushRun(Terminal terminal, String stream, Source source, PushFigures figures, PushProgress progress) {
        this.stream = stream;
        this.source = source;
        this.figures = figures;
        this.progress = progress;
        this.refusals = new RefusalList(terminal, source.name(), stream);
    }

    /**
     * Pushes what the session has not seen, and waits until it is committed.
     *
     * @return whether there was something to push; false if all of it was pushed before
     * @throws IOException if the source could not be read to its end; what stands before is committed
     */
    boolean push(Vehicle vehicle) throws IOException {
        before = vehicle.last();
        refusedBefore =
                vehicle.refusedBefore().stream().collect(Collectors.toMap(RefusedMessage::number, refused -> refused));
        Optional<IOException> failure;
        try {
            failure = read(vehicle);
            figures.resumedAfter.addAndGet(Math.min(before, number));
            flush(vehicle);
        } finally {
            tellDecided();
        }
        if (failure.isPresent()) {
            String pushed = number > 0 ? " (what stands before was pushed)" : "";
            throw new IOException(failure.get().getMessage() + pushed, failure.get());
        }
        return before == 0 || number > before;
    }

    /** Returns why it could not be read to its end: what stands before is to be committed first. */
    private Optional<IOException> read(Vehicle vehicle) {
        try {
            read(source, progress, record -> take(vehicle, record));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** Gives each record of a source to {@code taker}, and shows how far it is. */
    static void read(Source source, PushProgress progress, Consumer<SourceRecord> taker) throws IOException {
        try (SourceReader reader = source.open()) {
            long position = 0;
            for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
                taker.accept(record);
                progress.went(reader.position() - position);
                position = reader.position();
            }
        }
    }

    private void take(Vehicle vehicle, SourceRecord record) {
        if (record instanceof SourceRecord.Usable usable) {
            number++;
            if (number > before) {
                push(vehicle, usable.message(), usable.place());
            } else if (refusedBefore.containsKey(number)) {
                figures.refusedBefore.incrementAndGet();
                refusals.add(usable.place(), refusedBefore.get(number));
            }
        } else if (record instanceof SourceRecord.Unusable unusable) {
            (before > 0 && number <= before ? figures.refusedBefore : figures.refused).incrementAndGet();
            refusals.add(unusable.place(), unusable.reason());
        }
    }

    private void push(Vehicle vehicle, Message message, Place place) {
        figures.bytes.addAndGet(message.body().length);
        undecided.add(new Pushed(place, vehicle.push(stream, message)));
        tellDecided();
    }

    /**
     * Counts what has been decided since it was last called. To hang a stage on each receipt would be a third more to hold
     * of every message that is under way.
     */
    private void tellDecided() {
        for (Pushed first = undecided.peek(); first != null && first.receipt().isDone(); first = undecided.peek()) {
            undecided.remove();
            if (first.receipt().isCompletedExceptionally()) {
                refused(first);
            } else {
                committed(first.receipt().join());
            }
        }
    }

    private void committed(Receipt receipt) {
        figures.committed.incrementAndGet();
        if (receipt.duplicate()) {
            figures.duplicates.incrementAndGet();
        }
    }

    private void refused(Pushed pushed) {
        var unused = pushed.receipt().whenComplete((receipt, failure) -> {
            if (failure instanceof MessageRefusedException refusal) {
                figures.refused.incrementAndGet();
                refusals.add(pushed.place(), refusal.refused());
            }
        });
    }

    /** Waits until everything is decided. */
    static void flush(Vehicle vehicle) {
        try {
            vehicle.flush(AS_LONG_AS_IT_TAKES);
        } catch (RefusedMessagesException e) {
            // Each was listed, with its place, as the hub refused it.
            return;
        }
    }
}
