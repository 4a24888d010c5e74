package io.roundabout.circulation;

import io.roundabout.RoundaboutException;
import io.roundabout.entrance.DecisionListener;
import io.roundabout.entrance.Partitions;
import io.roundabout.outbox.TurnListener;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineText;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    private final Stages stages;
    private final Ledger ledger = new Ledger();
    private final Arrivals arrivals;
    private final BitSet owing = new BitSet();
    private final DueTimes dueTimes;
    private final Ages ages;
    private final EndedTime ended;
    private final Confirmation confirmation;
    private volatile long epoch;
    private RulesText rules;
    private Pipeline inForce;
    private Quotas quotas;
    private Set<String> full = Set.of();
    private TurnListener gate = report -> {};
    private DecisionListener entrance = DecisionListener.NOBODY;

    TurnLoop(EpochLog log, TurnRequests requests, SessionBook sessions, HubClock clock, TurnLimits limits) {
        this.log = log;
        this.requests = requests;
        this.sessions = sessions;
        this.clock = clock;
        this.confirmation = new Confirmation(!clock.isConfirmed());
        this.partitions = new Partitions(log.header().partitions());
        this.subscriptions = new SubscriptionBook(limits.subscriptions());
        this.lanes = new LaneBook(2 * partitions.count());
        this.dueTimes = new DueTimes(2 * partitions.count(), limits.expiryGrace(), System::nanoTime);
        this.names = new NameBook(log.names());
        this.stages = new Stages(log, names, partitions);
        this.rules = RulesText.of(0, log.header().pipeline());
        this.inForce = PipelineText.read(log.header().pipeline());
        // Rules are in the log before the first turn that goes by them, which brings their names.
        names.declare(inForce.names());
        this.quotas = new Quotas(inForce);
        this.arrivals = new Arrivals(log.last().arrivals(), inForce, clock.millis());
        this.ages = new Ages(clock);
        this.ended = new EndedTime(log.last().time());
        this.epoch = log.last().epoch();
    }

    /** Says who hears of turns; before the first. */
    void tell(TurnListener gateListener, DecisionListener entranceListener) {
        gate = gateListener;
        entrance = entranceListener;
        entrance.full(full);
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
        names.declare(named);
        rules = RulesText.of(rules.version() + 1, pipeline);
        subscriptions.reach(stages.stores(rules));
        inForce = PipelineText.read(pipeline);
        quotas = new Quotas(inForce);
        arrivals.watch(inForce, clock.millis());
        tellFull();
        dueTimes.forget(stages.stores(rules), lanes.all());
    }

    /** Makes what is owed, whatever it takes, and then puts a change in force; before the first turn. */
    void changeNow(RuleChange change, CutRdd none) {
        while (owes()) {
            turn(none);
        }
        putInForce(change, none);
    }

    /** Puts the change in force that is asked for, if there is one; what is owed comes first, since it was promised by the rules of then. */
    private void changeIfAsked(CutRdd none) {
        RuleChanges.Asked asked = owes() ? null : requests.takeChange();
        if (asked != null) {
            try {
                putInForce(asked.change(), none);
                asked.done().complete(null);
            } catch (RoundaboutException e) {
                asked.done().completeExceptionally(e);
            }
        }
    }

    /** The log comes before the doors, so that a crash in between leaves the new rules in force for all of them. */
    private void putInForce(RuleChange change, CutRdd none) {
        strand(change.judge().stranded(ledger()), none);
        recount(new RaisedMax(inForce, PipelineText.read(change.pipeline())), none);
        apply(change.pipeline(), change.named());
        change.doors().run();
    }

    /** By the rules of before, in as many turns as it takes; nothing comes in meanwhile. */
    private void strand(Set<String> names, CutRdd none) {
        workOff(() -> requests.stranding(names), () -> heldBy(names), none);
    }

    /** Also by the rules of before: a crash then leaves keys that are not counted until they are touched, and holds nobody for ever. */
    private void recount(RaisedMax raised, CutRdd none) {
        workOff(() -> TurnRequests.Work.recounting(raised.joins()), () -> raised.full(ledger()), none);
    }

    private void workOff(Supplier<TurnRequests.Work> turns, LongSupplier toDo, CutRdd none) {
        long before = toDo.getAsLong();
        while (before > 0) {
            TurnRequests.Work work = turns.get();
            TurnPlan plan = plan(none.cuts(), work, false);
            Stages.Done done = stages.run(plan, none, rules);
            commit(plan, done);
            gate.onTurn(TurnNews.report(log.last().epoch(), plan, done.results(), lanes));
            long left = toDo.getAsLong();
            if (left >= before) {
                throw new IllegalStateException(
                        work.stranding() + " and " + work.recounting() + " hold " + left + " that nobody finds");
            }
            before = left;
        }
    }

    private long heldBy(Set<String> names) {
        Ledger now = ledger();
        return names.stream()
                .flatMap(name -> Stream.concat(
                                Stream.of(name), // what a compute keeps
                                Stream.ofNullable(inForce.joins().get(name))
                                        .flatMap(join -> join.inputs().stream().map(Input::stream)))
                        .map(input -> name + "/" + input))
                .mapToLong(line -> now.count(line, Counter.HELD))
                .sum();
    }

    /** Reads what every partition holds, once, before anything else turns. */
    void open(CutRdd none) {
        TurnPlan plan = plan(none.cuts(), TurnRequests.Work.NOTHING, true);
        Stages.Done done = stages.run(plan, none, rules);
        commit(plan, done);
        subscriptions.open(done.results());
        requests.know(subscriptions.all());
        tellFull();
    }

    /** Runs one turn over the cuts and everything that was asked for. */
    void turn(CutRdd stored) {
        changeIfAsked(stored.only(List.of()));
        confirmClock();
        TurnRequests.Work work = requests.take();
        List<StoredCut> admitted = sessions.admit(stored.cuts());
        sessions.forget();
        TurnPlan plan = plan(admitted, work, false);
        Stages.Done done = plan.isIdle() ? Stages.Done.NOTHING : stages.run(plan, stored.only(admitted), rules);
        List<TurnResult> results = done.results();
        commit(plan, done);
        tellFull();
        gate.onTurn(TurnNews.report(log.last().epoch(), plan, results, lanes));
        subscriptions.answer(work.subscriptions(), plan.asked());
        sessions.answer(
                work.greetings(),
                session -> results.get(partitions.ofSession(session))
                        .outcome()
                        .sessions()
                        .get(session));
        new EntranceNews(entrance).tell(stored.cuts(), admitted, results, done.ids());
        answer(work, results);
        stored.cuts().forEach(StoredCut::forget);
    }

    /** Returns a copy of what is counted as of the last turn. Thread-safe. */
    Ledger ledger() {
        Ledger copy = new Ledger();
        synchronized (ledger) {
            copy.add(ledger);
        }
        return copy;
    }

    /** Returns how many messages wait at an address, as of the last turn. Thread-safe. */
    long waiting(String address) {
        synchronized (ledger) {
            return ledger.waiting(address);
        }
    }

    /** Returns whether completions are owed or subscriptions are behind, so that another turn is due. */
    boolean owes() {
        return !owing.isEmpty() || subscriptions.isDue();
    }

    /** Returns how long until something that is held for a time only is due; empty if nothing will be. */
    Optional<Duration> untilNextDue() {
        return clock.isConfirmed()
                ? dueTimes.untilNext(clock.millis(), subscriptions.nextIdleMillis())
                : Optional.empty();
    }

    /** Has the next turn go by the clock of the machine; completed once that is in the log. Thread-safe. */
    CompletionStage<Void> acceptClock() {
        return confirmation.ask();
    }

    /** Returns whether nothing expires until {@link #acceptClock}. Thread-safe. */
    boolean isClockUnconfirmed() {
        return confirmation.isMissing();
    }

    private void confirmClock() {
        if (confirmation.isAsked()) {
            clock.confirm();
            append(log.last().confirmed(clock.millis()));
            confirmation.given();
        }
    }

    private void append(EpochRecord record) {
        try {
            log.append(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when expected messages came, as of the last turn. Thread-safe. */
    Map<String, Arrival> arrivals() {
        return arrivals.known();
    }

    /** Returns how long messages wait, as of the last turn. Thread-safe. */
    Ages ages() {
        return ages;
    }

    /** Returns the number of the last committed turn. Thread-safe. */
    long epoch() {
        return epoch;
    }

    private TurnPlan plan(List<StoredCut> cuts, TurnRequests.Work work, boolean opening) {
        names.ensureAll(cuts, work);
        EpochRecord last = log.last();
        long now = clock.millis();
        boolean ripe = clock.isConfirmed() && dueTimes.isOpen();
        SubscriptionBook.Admitted asked =
                opening ? SubscriptionBook.Admitted.NOTHING : subscriptions.admit(work.subscriptions(), now, ripe);
        asked.requests().forEach(request -> names.ensure(request.address()));
        return new TurnPlan(
                last.epoch() + 1,
                now,
                ended.at(now, ripe),
                opening,
                (BitSet) owing.clone(),
                ripe ? due(work, now) : Map.of(),
                cuts,
                work,
                last.refusals(),
                List.of(),
                subscriptions,
                asked,
                partitions);
    }

    /** While rules change nothing new is due: it is not known then who watches what. */
    private Map<Integer, DueWork> due(TurnRequests.Work work, long now) {
        if (work.changesRules()) {
            return Map.of();
        }
        dueTimes.lanes().watch(work.watched(), work.newlyWatched());
        return dueTimes.due(now);
    }

    private void commit(TurnPlan plan, Stages.Done done) {
        List<TurnResult> results = done.results();
        if (results.isEmpty()) {
            return;
        }
        Ledger counted = new Ledger();
        results.forEach(result -> counted.add(result.outcome().ledger()));
        if (!plan.opening()) {
            LedgerCheck.require(inForce, counted, plan.sentBack());
        }
        List<StoreVersion> stores = results.stream().map(TurnResult::store).toList();
        if (!stores.equals(log.last().stores())) {
            append(new EpochRecord(
                    plan.epoch(),
                    plan.nowMillis(),
                    stores,
                    done.ids().conflicts(plan.cuts()),
                    done.ids().voids(plan.cuts()),
                    names.takeFresh(),
                    List.copyOf(plan.asked().ended()),
                    arrivals.with(counted, plan.nowMillis()),
                    confirmation.isMissing()));
            arrivals.committed(log.last().arrivals());
            epoch = plan.epoch();
        }
        note(plan, results, counted);
    }

    /** Takes note of what is committed. */
    private void note(TurnPlan plan, List<TurnResult> results, Ledger counted) {
        synchronized (ledger) {
            plan.asked().cleared().forEach(ledger::forget);
            ledger.add(counted);
            ages.note(counted, ledger);
        }
        results.forEach(result -> result.outcome().lanes().forEach(lanes::note));
        results.forEach(result -> result.outcome().lanes().forEach(ages::note));
        results.forEach(
                result -> owing.set(result.partition(), result.outcome().owed().any()));
        results.forEach(
                result -> dueTimes.note(result.partition(), result.outcome().dues()));
        subscriptions.committed(plan.asked().requests(), plan.nowMillis(), results);
        plan.asked().ended().forEach(this::forget);
        if (!plan.asked().requests().isEmpty()) {
            requests.know(subscriptions.all());
        }
    }

    private void forget(String subscription) {
        names.forget(subscription);
        lanes.forget(subscription);
        dueTimes.lanes().forget(subscription);
    }

    /** Before anything is acknowledged, so that who waits for that is held when it is full. */
    private void tellFull() {
        synchronized (ledger) {
            Set<String> now = quotas.full(ledger, full);
            if (!now.equals(full)) {
                full = now;
                entrance.full(now);
            }
        }
    }

    private static void answer(TurnRequests.Work work, List<TurnResult> results) {
        if (work.redrive() != null) {
            work.redrive().done();
        }
        LookUps.answer(work.lookUps(), results);
    }
}
