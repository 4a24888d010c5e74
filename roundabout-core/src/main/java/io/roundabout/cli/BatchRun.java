package io.roundabout.cli;

import io.roundabout.connector.Place;
import io.roundabout.connector.Source;
import io.roundabout.connector.SourceRecord;
import io.roundabout.vehicle.Batch;
import io.roundabout.vehicle.MessageRefusedException;
import io.roundabout.vehicle.Receipt;
import io.roundabout.vehicle.RefusedMessage;
import io.roundabout.vehicle.Vehicle;
import io.roundabout.vehicle.VehicleException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pushes one source as one batch: all of its records become visible together, or none of them. Nothing is sent before all
 * are read. In its session there is nothing else, so its last number tells whether an earlier run did it. For one thread.
 */
final class BatchRun {
    /** With one of these on its last number a batch is decided, and nothing of it is kept. */
    private static final Set<String> VOID = Set.of("batch-refused", "batch-count");

    /** Something is no JSON object. */
    private static final String BAD_JSON = "bad-json";

    private final Terminal terminal;
    private final String stream;
    private final Source source;
    private final PushFigures figures;
    private final PushProgress progress;
    private final RefusalList refusals;
    private final List<SourceRecord.Usable> records = new ArrayList<>();
    private long unusable;
    private long bytes;

    BatchRun(Terminal terminal, String stream, Source source, PushFigures figures, PushProgress progress) {
        this.terminal = terminal;
        this.stream = stream;
        this.source = source;
        this.figures = figures;
        this.progress = progress;
        this.refusals = new RefusalList(terminal, source.name(), stream);
    }

    /**
     * Pushes the source, unless the session has it, and waits until it is committed.
     *
     * @return whether there was something to push; false if it was pushed before
     * @throws IOException if the source could not be read to its end, or is more than a batch takes; nothing is pushed then
     */
    boolean push(Vehicle vehicle) throws IOException {
        long before = vehicle.last();
        try (Batch batch = vehicle.batch()) {
            read(batch);
            if (unusable > 0) {
                tellNothingWasPushed(
                        unusable + " of its records " + (unusable == 1 ? "is no message" : "are no messages"));
            } else if (isKept(before, vehicle.refusedBefore())) {
                figures.resumedAfter.addAndGet(records.size());
                return false;
            } else if (batch.size() > 0) {
                commit(vehicle, batch, before);
            }
            return true;
        }
    }

    private void read(Batch batch) throws IOException {
        try {
            PushRun.read(source, progress, record -> take(batch, record));
        } catch (IOException e) {
            throw new IOException(e.getMessage() + " (nothing of it was pushed)", e);
        } catch (VehicleException e) {
            if (!e.code().equals("batch-too-large")) {
                throw e;
            }
            throw new IOException(
                    "'" + source.name() + "' is too large to be one batch: " + e.getMessage()
                            + " Nothing of it was pushed; split it, or push it without --batch",
                    e);
        }
    }

    private void take(Batch batch, SourceRecord record) {
        if (record instanceof SourceRecord.Usable usable) {
            batch.push(stream, usable.message());
            records.add(usable);
            bytes += usable.message().body().length;
        } else if (record instanceof SourceRecord.Unusable bad) {
            unusable++;
            figures.refused.incrementAndGet();
            refusals.add(bad.place(), bad.reason());
        }
    }

    private static boolean isKept(long last, List<RefusedMessage> refused) {
        return last > 0 && refused.stream().noneMatch(each -> each.number() == last && VOID.contains(each.code()));
    }

    private void commit(Vehicle vehicle, Batch batch, long before) {
        figures.bytes.addAndGet(bytes);
        var unused = batch.commit().whenComplete((receipt, failure) -> decided(before, receipt, failure));
        PushRun.flush(vehicle);
    }

    private void decided(long before, @Nullable Receipt receipt, @Nullable Throwable failure) {
        if (receipt != null) {
            figures.committed.addAndGet(records.size());
            figures.duplicates.addAndGet(receipt.duplicate() ? records.size() : 0);
        } else if (failure instanceof MessageRefusedException refusal) {
            RefusedMessage refused = refusal.refused();
            figures.refused.addAndGet(records.size());
            refusals.add(place(refused.number() - before), refused);
            if (refused.code().equals(BAD_JSON)) {
                listOthers((int) (refused.number() - before));
            }
            tellNothingWasPushed("a batch is taken whole or not at all");
        }
    }

    /** The hub names the first only, and whoever mends a file wants to know all. */
    private void listOthers(int first) {
        for (SourceRecord.Usable record : records.subList(first, records.size())) {
            if (!ObjectCheck.isObject(record.message().body())) {
                refusals.add(record.place(), BAD_JSON, "this is not one JSON object");
            }
        }
    }

    private Place place(long number) {
        return records.get((int) number - 1).place();
    }

    private void tellNothingWasPushed(String why) {
        terminal.err().println(source.name() + ": nothing of it was pushed: " + why);
    }
}
