package io.roundabout.circulation;

import io.roundabout.entrance.Decision;
import io.roundabout.entrance.DecisionListener;
import io.roundabout.entrance.Greeting;
import io.roundabout.entrance.Partitions;
import io.roundabout.entrance.Waits;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.outbox.TurnListener;
import io.roundabout.outbox.TurnReport;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineText;
import io.roundabout.state.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkEnv;

/**
 * The driver's side of a turn: plans it, has the tasks run it, commits it, and tells gate and senders, in that order. What
 * fails here leaves the state as the log has it; the hub then stops. Confined to the thread that runs turns, but for {@link
 * #ledger} and {@link #epoch}.
 */
final class TurnLoop {
    private final EpochLog log;
    private final TurnRequests requests;
    private final SessionBook sessions;
    private final HubClock clock;
    private final Partitions partitions;
    private final LaneBook lanes;
    private final SubscriptionBook subscriptions;
    private final NameBook names;
    private final ShippedNames shipped = new ShippedNames();
    private final Ledger ledger = new Ledger();
    private final BitSet owing = new BitSet();
    private final DueTimes dueTimes;
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> confirmations = new ConcurrentLinkedQueue<>();
    private volatile boolean clockUnconfirmed;
    private volatile long epoch;
    private RulesText rules;
    private Pipeline inForce;
    private TurnListener gate = report -> {};
    private DecisionListener entrance = DecisionListener.NOBODY;

    TurnLoop(EpochLog log, TurnRequests requests, SessionBook sessions, HubClock clock, TurnLimits limits) {
        this.log = log;
        this.requests = requests;
        this.sessions = sessions;
        this.clock = clock;
        this.clockUnconfirmed = !clock.isConfirmed();
        this.partitions = new Partitions(log.header().partitions());
        this.subscriptions = new SubscriptionBook(limits.subscriptions());
        this.lanes = new LaneBook(partitions.count());
        this.dueTimes = new DueTimes(partitions.count(), limits.expiryGrace(), System::nanoTime);
        this.names = new NameBook(log.names());
        this.rules = new RulesText(0, log.header().pipeline());
        this.inForce = PipelineText.read(log.header().pipeline());
        this.epoch = log.last().epoch();
    }

    /** Says who hears of turns; before the first. */
    void tell(TurnListener gateListener, DecisionListener entranceListener) {
        gate = gateListener;
        entrance = entranceListener;
    }

    /**
     * Puts rules in force.
     *
     * @param pipeline the pipeline as text
     * @param named every stream, join and output it names
     */
    void apply(String pipeline, Set<String> named) {
        try {
            if (!pipeline.equals(log.header().pipeline())) {
                log.apply(pipeline);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String name : named) {
            names.ensure(name);
            names.ensure(deadOf(name));
        }
        rules = new RulesText(rules.version() + 1, pipeline);
        inForce = PipelineText.read(pipeline);
    }

    /** Reads what every partition holds, once, before anything else turns. */
    void open(CutRdd none) {
        TurnPlan plan = plan(none.cuts(), TurnRequests.Work.NOTHING, true);
        List<TurnResult> results = run(plan, none);
        commit(plan, results, Map.of());
        subscriptions.open(results);
        requests.know(subscriptions.all());
    }

    /** Runs one turn over the cuts and everything that was asked for. */
    void turn(CutRdd stored) {
        confirmClock();
        TurnRequests.Work work = requests.take();
        List<StoredCut> admitted = sessions.admit(stored.cuts());
        sessions.forget();
        TurnPlan plan = plan(admitted, work, false);
        List<TurnResult> results = plan.isIdle() ? List.of() : run(plan, stored.only(admitted));
        FoundIds ids = FoundIds.in(results);
        commit(plan, results, ids.toRemember(admitted));
        gate.onTurn(report(plan, results));
        subscriptions.answer(work.subscriptions(), plan.asked());
        answerGreetings(work.greetings(), results);
        tellEntrance(stored.cuts(), admitted, results, ids);
        answer(work, results);
        for (StoredCut cut : stored.cuts()) {
            SparkEnv.get().blockManager().master().removeBlock(cut.block());
        }
    }

    /** Returns a copy of what is counted as of the last turn. Thread-safe. */
    Ledger ledger() {
        Ledger copy = new Ledger();
        synchronized (ledger) {
            copy.add(ledger);
        }
        return copy;
    }

    /** Returns whether completions are owed or subscriptions are behind, so that another turn is due. */
    boolean owes() {
        return !owing.isEmpty() || subscriptions.isDue();
    }

    /** Returns how long until something that is held for a time only is due; empty if nothing will be. */
    Optional<Duration> untilNextDue() {
        return clock.isConfirmed() ? dueTimes.untilNext(clock.millis()) : Optional.empty();
    }

    /** Has the next turn go by the clock of the machine; completed once that is in the log. Thread-safe. */
    CompletionStage<Void> acceptClock() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        confirmations.add(answer);
        return answer;
    }

    /** Returns whether nothing expires until {@link #acceptClock}. Thread-safe. */
    boolean isClockUnconfirmed() {
        return clockUnconfirmed;
    }

    private void confirmClock() {
        if (confirmations.isEmpty()) {
            return;
        }
        clock.confirm();
        EpochRecord last = log.last();
        append(new EpochRecord(last.epoch(), clock.millis(), last.stores(), last.conflicts(), Map.of()));
        clockUnconfirmed = false;
        for (CompletableFuture<Void> next = confirmations.poll(); next != null; next = confirmations.poll()) {
            next.complete(null);
        }
    }

    private void append(EpochRecord record) {
        try {
            log.append(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of the last committed turn. Thread-safe. */
    long epoch() {
        return epoch;
    }

    private TurnPlan plan(List<StoredCut> cuts, TurnRequests.Work work, boolean opening) {
        name(cuts, work);
        EpochRecord last = log.last();
        long now = clock.millis();
        SubscriptionBook.Admitted asked =
                opening ? SubscriptionBook.Admitted.NOTHING : subscriptions.admit(work.subscriptions(), now);
        asked.requests().forEach(request -> names.ensure(request.address()));
        return new TurnPlan(
                last.epoch() + 1,
                now,
                opening,
                (BitSet) owing.clone(),
                clock.isConfirmed() ? dueTimes.due(now) : new BitSet(),
                cuts,
                work,
                last.conflicts(),
                subscriptions,
                asked,
                partitions);
    }

    /** Sees that everything the turn may touch has a number. */
    private void name(List<StoredCut> cuts, TurnRequests.Work work) {
        for (StoredCut cut : cuts) {
            // Whether an id is refused is known only when the turn is over.
            boolean refusals = cut.manifest().identified()
                    || cut.manifest().sessions().stream()
                            .anyMatch(range -> !range.refusals().isEmpty());
            for (String stream : cut.manifest().streams()) {
                names.ensure(stream);
                if (refusals) {
                    names.ensure(deadOf(stream));
                }
            }
        }
        for (Settlement settlement : work.settlements()) {
            String address = SubscriptionAddress.topicOf(settlement.lane().address());
            names.ensure(address);
            names.ensure(deadOf(address));
        }
        if (work.redrive() != null) {
            for (String name : work.redrive().names()) {
                names.ensure(name);
                names.ensure(deadOf(name));
            }
        }
    }

    private static String deadOf(String name) {
        return Outbox.isDeadLetters(name) ? name : Outbox.deadLettersOf(name);
    }

    private List<TurnResult> run(TurnPlan plan, CutRdd cuts) {
        return new TurnRdd(
                        cuts, plan, log.last().stores(), new TurnRules(rules, shipped.of(names, cuts.sparkContext())))
                .run();
    }

    private void commit(TurnPlan plan, List<TurnResult> results, Map<String, List<Long>> conflicts) {
        if (results.isEmpty()) {
            return;
        }
        Ledger counted = new Ledger();
        results.forEach(result -> counted.add(result.outcome().ledger()));
        if (!plan.opening()) {
            LedgerCheck.require(inForce, counted);
        }
        List<StoreVersion> stores = results.stream().map(TurnResult::store).toList();
        if (!stores.equals(log.last().stores())) {
            append(new EpochRecord(
                    plan.epoch(),
                    plan.nowMillis(),
                    stores,
                    conflicts,
                    names.takeFresh(),
                    List.copyOf(plan.asked().ended()),
                    clockUnconfirmed));
            epoch = plan.epoch();
        }
        synchronized (ledger) {
            plan.asked().cleared().forEach(ledger::forget);
            ledger.add(counted);
        }
        results.forEach(result -> result.outcome().lanes().forEach(lanes::note));
        results.forEach(
                result -> owing.set(result.partition(), result.outcome().owed().any()));
        results.forEach(
                result -> dueTimes.note(result.partition(), result.outcome().nextDueMillis()));
        subscriptions.committed(plan.asked().requests(), plan.nowMillis(), results);
        plan.asked().ended().forEach(this::forget);
        if (!plan.asked().requests().isEmpty()) {
            requests.know(subscriptions.all());
        }
    }

    private void forget(String subscription) {
        names.forget(subscription);
        lanes.forget(subscription);
    }

    private void tellEntrance(
            List<StoredCut> stored, List<StoredCut> admitted, List<TurnResult> results, FoundIds ids) {
        int base = 0;
        for (StoredCut cut : stored) {
            long number = cut.manifest().cut();
            int index = admitted.indexOf(cut);
            if (index >= 0) {
                List<Waits> waits = waits(base, cut.manifest().messages(), results);
                entrance.decided(new Decision(number, true, ids.answers(index, cut), waits));
                base += cut.manifest().messages();
            } else {
                entrance.decided(Decision.givenUp(number));
            }
        }
        for (TurnResult result : results) {
            long doneBefore = result.outcome().owed().doneBefore();
            if (doneBefore > 0) {
                entrance.cursorsDone(result.partition(), doneBefore);
            }
        }
    }

    private static List<Waits> waits(int base, int count, List<TurnResult> results) {
        return results.stream()
                .map(result -> result.outcome().owed().waits().from(base, count))
                .filter(waits -> !waits.isEmpty())
                .toList();
    }

    private TurnReport report(TurnPlan plan, List<TurnResult> results) {
        TurnRequests.Work work = plan.work();
        List<LaneReport> touched = new ArrayList<>();
        List<Page> pages = new ArrayList<>();
        for (TurnResult result : results) {
            result.outcome().lanes().stream()
                    .filter(lane -> work.watched().contains(lane.lane().address()))
                    .filter(lane -> !work.newlyWatched().contains(lane.lane().address()))
                    .forEach(touched::add);
            pages.addAll(result.outcome().pages());
        }
        for (String address : new TreeSet<>(work.newlyWatched())) {
            touched.addAll(lanes.of(address));
        }
        return new TurnReport(
                log.last().epoch(),
                touched,
                pages,
                work.settlements(),
                plan.asked().ended());
    }

    private static void answer(TurnRequests.Work work, List<TurnResult> results) {
        if (work.redrive() != null) {
            work.redrive().done();
        }
        LookUps.answer(work.lookUps(), results);
    }

    private void answerGreetings(Map<String, CompletableFuture<Greeting>> waiting, List<TurnResult> results) {
        waiting.forEach((session, answer) -> {
            PartitionOutcome.SessionRow row = results.get(partitions.ofSession(session))
                    .outcome()
                    .sessions()
                    .get(session);
            Greeting greeting =
                    row == null ? new Greeting(false, 0, List.of()) : new Greeting(true, row.last(), row.refusals());
            sessions.greeted(session, greeting.last());
            answer.complete(greeting);
        });
    }
}
