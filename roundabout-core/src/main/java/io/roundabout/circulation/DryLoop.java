package io.roundabout.circulation;

import io.roundabout.compute.PieceWriter;
import io.roundabout.compute.Pieces;
import io.roundabout.entrance.Cut;
import io.roundabout.entrance.Partitions;
import io.roundabout.expression.CatalystExpressions;
import io.roundabout.join.RuleClasses;
import io.roundabout.join.Rules;
import io.roundabout.outbox.HeldRow;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineText;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.Ledger;
import io.roundabout.state.Names;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.storage.StreamBlockId;
import org.jspecify.annotations.Nullable;

/**
 * The loop without Spark, doors and disk: it runs the turns of all partitions one after the other in the calling thread, over
 * state in memory and by a clock that only its caller moves. For pipelines that are tried. Whatever a turn of the hub does in a
 * partition is done here by the same code. Confined to one thread.
 */
public final class DryLoop {
    private static final int READER = 1;
    private static final int PAGE_BYTES = 4 << 20;

    /** Far more turns than anything that is tried needs; beyond it something is due for ever. */
    private static final int MOST_TURNS = 100_000;

    private final Partitions partitions;
    private final Rules rules;
    private final NameBook names = new NameBook(Map.of());
    private final TurnRequests requests = new TurnRequests(new TurnBell(Duration.ZERO));
    private final BitSet owing = new BitSet();
    private DueTimes dueTimes;
    private List<InMemoryHeldState> states;
    private LaneBook lanes;
    private Ledger ledger = new Ledger();
    private long epoch;
    private long nowMillis;

    /**
     * A message that waits at an address.
     *
     * @param lane its lane
     * @param number its number there
     * @param message what it is
     */
    public record Waiting(Lane lane, long number, StoredMessage message) {}

    /** A pipeline, compiled once for any number of loops. Immutable, so thread-safe. */
    public static final class Compiled {
        private final Pipeline pipeline;
        private final Rules rules;

        /**
         * Compiles a pipeline.
         *
         * @param classes finds the classes that joins name
         */
        public Compiled(Pipeline pipeline, RuleClasses classes) {
            this.pipeline = pipeline;
            this.rules =
                    new RulesCache(new CatalystExpressions(classes)).rules(RulesText.of(1, PipelineText.of(pipeline)));
        }

        /** Returns what was compiled. */
        public Pipeline pipeline() {
            return pipeline;
        }
    }

    /**
     * Begins with nothing held.
     *
     * @param compiled the rules
     * @param partitions state partitions
     * @param nowMillis hub time, milliseconds since 1970
     */
    public DryLoop(Compiled compiled, Partitions partitions, long nowMillis) {
        this.partitions = partitions;
        this.nowMillis = nowMillis;
        this.rules = compiled.rules;
        // Those of results come behind those of messages, as in a hub.
        this.dueTimes = nothingDue(partitions);
        this.states = IntStream.range(0, 2 * partitions.count())
                .mapToObj(partition -> new InMemoryHeldState())
                .toList();
        this.lanes = new LaneBook(2 * partitions.count());
        compiled.pipeline().names().forEach(this::ensure);
        restart();
    }

    /** Returns hub time, milliseconds since 1970. */
    public long nowMillis() {
        return nowMillis;
    }

    /** Returns the state partitions. */
    public Partitions partitions() {
        return partitions;
    }

    /** Starts again from what is held, as a hub does that was killed between two turns. */
    public void restart() {
        states = states.stream()
                .map(state -> InMemoryHeldState.read(state.write()))
                .toList();
        lanes = new LaneBook(2 * partitions.count());
        ledger = new Ledger();
        owing.clear();
        dueTimes = nothingDue(partitions);
        turn(null, true);
        settleDown();
    }

    /**
     * Takes a cut in one turn, and goes on until nothing is owed.
     *
     * @throws IllegalStateException if the ledger does not balance afterwards
     */
    public void take(Cut cut) {
        for (String stream : cut.manifest().streams()) {
            ensure(stream);
        }
        turn(cut, false);
        settleDown();
    }

    /** Lets time pass. What becomes due on the way is seen to at its time. */
    public void passUntil(long untilMillis) {
        for (int turns = 0; dueTimes.earliestMillis() <= untilMillis; turns++) {
            requireAnEnd(turns);
            nowMillis = Math.max(nowMillis, dueTimes.earliestMillis());
            turn(null, false);
            settleDown();
        }
        nowMillis = Math.max(nowMillis, untilMillis);
    }

    /** Returns every address that was ever named, in order, whether something waits there or not. */
    public Set<String> addresses() {
        return new TreeSet<>(names.all().keySet());
    }

    /** Returns what waits at an address, in order of arrival. */
    public List<Waiting> waiting(String address) {
        List<Waiting> waiting = new ArrayList<>();
        for (LaneReport lane : lanes.of(address)) {
            for (long from = lane.head(); from < lane.next(); ) {
                from = page(new PageRequest(READER, lane.lane(), from, lane.next(), PAGE_BYTES), waiting);
            }
        }
        waiting.sort(Comparator.comparing((Waiting each) -> each.message().epoch())
                .thenComparing(each -> each.message().position()));
        return waiting;
    }

    /** Has a vehicle take what waits. */
    public void accept(List<Waiting> collected) {
        settle(collected, Outcome.ACCEPTED, "");
    }

    /** Has a vehicle reject what waits. */
    public void reject(List<Waiting> collected) {
        settle(collected, Outcome.DEAD, "rejected");
    }

    /** Returns what is counted as of the last turn. */
    public Ledger ledger() {
        return ledger;
    }

    private void settle(List<Waiting> collected, Outcome outcome, String reason) {
        for (Waiting each : collected) {
            ensure(each.lane().address());
            requests.settle(new Settlement(
                    each.lane(), each.number(), each.number(), outcome, reason, "", headOf(each.lane())));
        }
        turn(null, false);
        settleDown();
    }

    private long headOf(Lane lane) {
        return lanes.of(lane.address()).get(lane.partition()).head();
    }

    private long page(PageRequest request, List<Waiting> into) {
        requests.page(request);
        PartitionOutcome outcome = turn(null, false).get(request.lane().partition());
        Page page = outcome.pages().get(0);
        for (HeldRow row : page.rows()) {
            into.add(new Waiting(request.lane(), row.number(), StoredMessage.read(row.stored())));
        }
        if (page.next() <= request.from()) {
            throw new IllegalStateException("a message of " + page.neededBytes() + " B is more than is read at once");
        }
        return page.next();
    }

    private void settleDown() {
        for (int turns = 0; !owing.isEmpty(); turns++) {
            requireAnEnd(turns);
            turn(null, false);
        }
    }

    private static void requireAnEnd(int turns) {
        if (turns > MOST_TURNS) {
            throw new IllegalStateException("something is still due after " + MOST_TURNS + " turns");
        }
    }

    private List<PartitionOutcome> turn(@Nullable Cut cut, boolean opening) {
        List<StoredCut> cuts =
                cut == null ? List.of() : List.of(new StoredCut(cut.manifest(), new StreamBlockId(0, epoch)));
        TurnPlan plan = new TurnPlan(
                epoch + 1,
                nowMillis,
                nowMillis,
                opening,
                (BitSet) owing.clone(),
                dueTimes.due(nowMillis),
                cuts,
                requests.take(),
                Map.of(),
                List.of(),
                new SubscriptionBook(SubscriptionLimits.DEFAULT),
                SubscriptionBook.Admitted.NOTHING,
                partitions);
        epoch++;
        List<byte[]> before = cut == null
                        || !cut.manifest().identified()
                        || cut.manifest().batches().isEmpty()
                ? List.of()
                : states.stream().map(InMemoryHeldState::write).toList();
        List<PartitionOutcome> outcomes = run(plan, cut);
        for (List<VoidBatch> spoilt = spoilt(plan, outcomes); !spoilt.isEmpty(); spoilt = spoilt(plan, outcomes)) {
            plan = plan.without(spoilt);
            states = before.stream().map(InMemoryHeldState::read).toList();
            outcomes = run(plan, cut);
        }
        for (int partition = 0; partition < outcomes.size(); partition++) {
            note(partition, outcomes.get(partition));
        }
        return outcomes;
    }

    private static List<VoidBatch> spoilt(TurnPlan plan, List<PartitionOutcome> outcomes) {
        return FoundIds.in(outcomes, plan.voids()).spoilt();
    }

    private List<PartitionOutcome> run(TurnPlan plan, @Nullable Cut cut) {
        Names known = Names.of(names.all());
        List<PartitionOutcome> outcomes = new ArrayList<>();
        List<Pieces> added =
                Stream.generate(DryLoop::pieces).limit(partitions.count()).toList();
        for (TurnOrder order : plan.orders(0)) {
            Pieces sent = pieces();
            PieceWriter writer = new PieceWriter(order.partition(), partitions, sent);
            PartitionTurn turn = new PartitionTurn(states.get(order.partition()), rules, known, order, writer);
            if (cut != null) {
                turn.take(0, plan.places().get(0), cut.slices().get(order.partition()));
            }
            outcomes.add(turn.finish());
            IntStream.range(0, sent.size())
                    .mapToObj(sent::get)
                    .forEach(piece -> added.get(piece.target()).add(piece));
            sent.close();
        }
        for (TurnOrder order : plan.orders(partitions.count())) {
            ResultTurn turn = new ResultTurn(states.get(order.partition()), rules, known, order);
            turn.take(added.get(order.partition() - partitions.count()));
            outcomes.add(turn.finish());
        }
        added.forEach(Pieces::close);
        return outcomes;
    }

    private static Pieces pieces() {
        return new Pieces(() -> Files.createTempFile("roundabout", null));
    }

    private void note(int partition, PartitionOutcome outcome) {
        ledger.add(outcome.ledger());
        outcome.lanes().forEach(lanes::note);
        owing.set(partition, outcome.owed().any());
        dueTimes.note(partition, outcome.dues());
    }

    private static DueTimes nothingDue(Partitions partitions) {
        return new DueTimes(2 * partitions.count(), Duration.ZERO, () -> 0);
    }

    private void ensure(String name) {
        names.ensure(name);
        if (!Outbox.isDeadLetters(name)) {
            names.ensure(Outbox.deadLettersOf(name));
        }
    }
}
