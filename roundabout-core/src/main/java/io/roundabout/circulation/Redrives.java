package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.circulation.RedriveReport.Place;
import io.roundabout.entrance.Partitions;
import io.roundabout.outbox.LaneLookUp;
import io.roundabout.outbox.LaneReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends dead letters back, a step at a time: one turn reads them, their destinations are judged on the loop's thread, and the
 * very next turn takes them out of one partition and puts them into another. One line of the log covers both, so none is
 * lost or doubled. Thread-safe.
 */
final class Redrives {
    private static final int MOST_MESSAGES = 10_000;
    private static final int MOST_BYTES = 4 << 20;

    private final TurnRequests requests;
    private final Partitions partitions;
    private final AtomicBoolean busy = new AtomicBoolean();

    Redrives(TurnRequests requests, Partitions partitions) {
        this.requests = requests;
        this.partitions = partitions;
    }

    /**
     * Begins a step.
     *
     * @throws RoundaboutException with code {@code BUSY} if another step is going on, {@code BEING_COLLECTED} if a vehicle is
     *     attached to the address
     */
    CompletionStage<RedriveReport> step(RedriveStep step, Destination.Judge judge) {
        requests.requireUnwatched(step.address());
        if (!busy.compareAndSet(false, true)) {
            throw new RoundaboutException(
                    Fault.SURROUNDINGS, "BUSY", "another redrive is going on. Try again when it is done.");
        }
        CompletableFuture<RedriveReport> report = new CompletableFuture<>();
        begin(step, judge, report);
        return report.whenComplete((done, failure) -> busy.set(false));
    }

    @SuppressWarnings("IllegalCatch") // whoever waits must hear of it, whatever it is
    private void begin(RedriveStep step, Destination.Judge judge, CompletableFuture<RedriveReport> report) {
        try {
            requests.look(questions(step)).thenAccept(readings -> plan(step, judge, readings, report));
        } catch (RuntimeException e) {
            report.completeExceptionally(e);
        }
    }

    private Map<Integer, LaneLookUp> questions(RedriveStep step) {
        int count = 2 * partitions.count(); // those of results, if there are any, behind those of messages
        LaneLookUp.Share share = new LaneLookUp.Share(
                (int) Math.min(step.most(), Math.max(1, MOST_MESSAGES / count)), MOST_BYTES / count, Integer.MAX_VALUE);
        Map<Integer, LaneLookUp> questions = new HashMap<>();
        for (int partition = 0; partition < count; partition++) {
            Place place = step.placeOf(partition);
            questions.put(partition, new LaneLookUp(step.address(), step.wanted(), place.from(), place.until(), share));
        }
        return questions;
    }

    @SuppressWarnings("IllegalCatch") // a letter that cannot be judged must not stop the loop
    private void plan(
            RedriveStep step,
            Destination.Judge judge,
            List<LaneReading> readings,
            CompletableFuture<RedriveReport> report) {
        try {
            PlannedRedrive planned = new RedrivePlanner(step, judge, partitions).plan(readings, report);
            if (step.trial() || planned.partitions().isEmpty()) {
                planned.done();
            } else {
                requests.sendBack(planned);
            }
        } catch (RuntimeException e) {
            report.completeExceptionally(e);
        }
    }
}
