package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.entrance.Greeting;
import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionState;
import io.roundabout.state.LookUp;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the loop since its last turn. Who asks rings the bell. Bounded by who asks: the gate has at most as many
 * settlements and pages open as its window allows, the entrance one greeting a connection. Thread-safe.
 */
final class TurnRequests implements OutputRequests {
    /** Bytes of pages that a turn hands over in all, so that a result never outgrows what the driver takes. */
    private static final int PAGE_BYTES = 8 << 20;

    private final TurnBell bell;
    private final Set<String> watched = new HashSet<>();
    private final Map<String, Integer> appetites = new HashMap<>();
    private Set<String> newlyWatched = new HashSet<>();
    private List<PageRequest> pages = new ArrayList<>();
    private List<Settlement> settlements = new ArrayList<>();
    private List<Asked> subscriptions = new ArrayList<>();
    private volatile Map<String, SubscriptionState> known = Map.of();
    private Map<String, CompletableFuture<Greeting>> greetings = new LinkedHashMap<>();
    private final LookUps lookUps = new LookUps();
    private final RuleChanges changes = new RuleChanges();
    private @Nullable PlannedRedrive redrive;

    TurnRequests(TurnBell bell) {
        this.bell = bell;
    }

    /**
     * What one turn is asked to do.
     *
     * @param watched addresses to report on
     * @param newlyWatched those of them that nothing was reported of yet
     * @param appetites bytes of fresh messages wanted, by address
     * @param pages pages to read, as many as a turn may hand over
     * @param settlements settlements to make, in order
     * @param subscriptions what was asked about subscriptions, in order, and who waits for the answer
     * @param greetings sessions to look up, and who waits for the answer
     * @param lookUps questions to answer
     * @param redrive dead letters to send back, or null
     * @param stranding joins and computes; what they hold is set aside
     * @param recounting joins; none of their keys is counted as full any more
     */
    record Work(
            Set<String> watched,
            Set<String> newlyWatched,
            Map<String, Integer> appetites,
            List<PageRequest> pages,
            List<Settlement> settlements,
            List<Asked> subscriptions,
            Map<String, CompletableFuture<Greeting>> greetings,
            List<LookUps.Asked> lookUps,
            @Nullable PlannedRedrive redrive,
            Set<String> stranding,
            Set<String> recounting) {
        static final Work NOTHING = changing(Set.of(), Set.of(), Set.of());

        /** Returns the work of counting no key of joins as full. */
        static Work recounting(Set<String> joins) {
            return changing(Set.of(), joins, Set.of());
        }

        private static Work changing(Set<String> stranding, Set<String> recounting, Set<String> watched) {
            return new Work(
                    watched,
                    Set.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of(),
                    null,
                    stranding,
                    recounting);
        }

        /** Returns whether it is what a change of the rules asks for. */
        boolean changesRules() {
            return !stranding.isEmpty() || !recounting.isEmpty();
        }
    }

    /** What was asked about a subscription, and who waits for the answer. */
    record Asked(SubscriptionRequest request, CompletableFuture<Optional<String>> answer) {}

    @Override
    public synchronized void watch(String address) {
        if (watched.add(address)) {
            newlyWatched.add(address);
            bell.ring();
        }
    }

    @Override
    public synchronized void unwatch(String address) {
        watched.remove(address);
        newlyWatched.remove(address);
        appetites.remove(address);
    }

    @Override
    public synchronized void appetite(String address, int bytes) {
        appetites.put(address, bytes);
    }

    @Override
    public synchronized void page(PageRequest request) {
        pages.add(request);
        bell.ring();
    }

    @Override
    public synchronized void settle(Settlement settlement) {
        settlements.add(settlement);
        bell.ring();
    }

    @Override
    public synchronized CompletionStage<Optional<String>> ask(SubscriptionRequest request) {
        Asked asked = new Asked(request, new CompletableFuture<>());
        subscriptions.add(asked);
        bell.ring();
        return asked.answer();
    }

    @Override
    public Map<String, SubscriptionState> subscriptions() {
        return known;
    }

    /** Says which subscriptions there are, as of a committed turn. */
    void know(Map<String, SubscriptionState> committed) {
        known = committed;
    }

    synchronized CompletionStage<Greeting> greet(String session) {
        CompletableFuture<Greeting> answer = greetings.computeIfAbsent(session, key -> new CompletableFuture<>());
        bell.ring();
        return answer;
    }

    /** Asks a question in the partitions that {@code questions} names; see {@link LookUps#ask}. */
    <A extends Serializable> CompletionStage<List<A>> look(Map<Integer, ? extends LookUp<A>> questions) {
        CompletionStage<List<A>> answers = lookUps.ask(questions);
        bell.ring();
        return answers;
    }

    /** Asks for other rules; see {@link RuleChanges#ask}. */
    CompletionStage<Void> change(RuleChange change) {
        CompletionStage<Void> done = changes.ask(change);
        bell.ring();
        return done;
    }

    /** Takes the change that the next turn is to go by, or null; rings for the others. */
    RuleChanges.@Nullable Asked takeChange() {
        RuleChanges.Asked change = changes.take();
        if (changes.areLeft()) {
            bell.ring();
        }
        return change;
    }

    /**
     * Hands in dead letters that the next turn is to send back. They were looked at in the turn before it: what calls this is
     * the answer to a look-up, so nothing can have changed.
     */
    synchronized void sendBack(PlannedRedrive planned) {
        if (redrive != null) {
            throw new IllegalStateException("two redrives at a time");
        }
        redrive = planned;
        bell.ring();
    }

    /**
     * Checks that no vehicle is attached to an address.
     *
     * @throws RoundaboutException with code {@code BEING_COLLECTED} if one is
     */
    synchronized void requireUnwatched(String address) {
        if (watched.contains(address)) {
            throw beingCollected(address);
        }
    }

    /** Takes everything asked since the last call; of the pages those a turn may hand over, and rings for the others. */
    synchronized Work take() {
        Work work = new Work(
                Set.copyOf(watched),
                newlyWatched,
                Map.copyOf(appetites),
                duePages(),
                settlements,
                subscriptions,
                greetings,
                dueLookUps(),
                dueRedrive(),
                Set.of(),
                Set.of());
        newlyWatched = new HashSet<>();
        settlements = new ArrayList<>();
        subscriptions = new ArrayList<>();
        greetings = new LinkedHashMap<>();
        return work;
    }

    /** Returns the work of setting aside what joins and computes hold. Who waits for that, at their dead letters, hears of it. */
    synchronized Work stranding(Set<String> names) {
        Set<String> heard = new HashSet<>(watched);
        heard.removeAll(newlyWatched);
        return Work.changing(names, Set.of(), heard);
    }

    private List<LookUps.Asked> dueLookUps() {
        List<LookUps.Asked> due = lookUps.take();
        if (lookUps.areLeft()) {
            bell.ring();
        }
        return due;
    }

    /** What a vehicle has, or may have got from the gate, is not sent back. */
    private @Nullable PlannedRedrive dueRedrive() {
        PlannedRedrive due = redrive;
        redrive = null;
        if (due != null && watched.contains(due.address())) {
            due.give(beingCollected(due.address()));
            return null;
        }
        return due;
    }

    private static RoundaboutException beingCollected(String address) {
        return new RoundaboutException(
                Fault.VEHICLE,
                "BEING_COLLECTED",
                "a vehicle is attached to " + address + ", and may have what would be sent back. Wait until it left.");
    }

    private List<PageRequest> duePages() {
        int count = 0;
        long bytes = 0;
        while (count < pages.size() && (count == 0 || bytes + pages.get(count).maxBytes() <= PAGE_BYTES)) {
            bytes += pages.get(count).maxBytes();
            count++;
        }
        List<PageRequest> due = List.copyOf(pages.subList(0, count));
        pages = new ArrayList<>(pages.subList(count, pages.size()));
        if (!pages.isEmpty()) {
            bell.ring();
        }
        return due;
    }
}
