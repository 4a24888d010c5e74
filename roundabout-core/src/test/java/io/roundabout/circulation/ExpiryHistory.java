package io.roundabout.circulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.DueLane;
import io.roundabout.outbox.HeldRow;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneTimes;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.OutputPolicy;
import io.roundabout.outbox.OutputTerms;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.PastDue;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionRequest.Lasting;
import io.roundabout.outbox.SubscriptionRequest.Start;
import io.roundabout.outbox.SubscriptionRequest.Wish;
import io.roundabout.outbox.Turn;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.IdPolicy;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A random history of one partition, of a queue whose expired messages are dead letters, one that drops them, and a topic with
 * a subscription, each with a ttl of its own; receivers come, take, hold on and leave; the hub is killed. After each turn it
 * checks what is held against what was made.
 */
final class ExpiryHistory {
    static final String QUEUE = "results";
    static final String DROPPING = "dropping";
    static final String TOPIC = "news";
    static final String SUBSCRIPTION = new SubscriptionAddress(TOPIC, "ada", "daily").text();
    static final Map<String, Long> TTL = Map.of(QUEUE, 100L, DROPPING, 250L, SUBSCRIPTION, 70L);

    private static final Names NAMES = Names.of(Map.of(
            QUEUE,
            1,
            "dead/" + QUEUE,
            2,
            DROPPING,
            3,
            "dead/" + DROPPING,
            4,
            TOPIC,
            5,
            "dead/" + TOPIC,
            6,
            SUBSCRIPTION,
            7));
    private static final OutputPolicy POLICY = address -> switch (address) {
        case QUEUE -> new OutputTerms(List.of(), 100, OutputTerms.OnExpiry.DEAD, OutputTerms.NO_TOPIC);
        case DROPPING -> new OutputTerms(List.of(), 250, OutputTerms.OnExpiry.DROP, OutputTerms.NO_TOPIC);
        case TOPIC -> new OutputTerms(List.of(), 70, OutputTerms.OnExpiry.DEAD, 120);
        default -> OutputTerms.PLAIN;
    };
    private static final IdPolicy NO_IDS = new IdPolicy() {
        @Override
        public long rememberMillis(String stream) {
            return 1;
        }

        @Override
        public boolean replaces(String stream) {
            return false;
        }
    };

    private final Random random;
    private InMemoryHeldState state = new InMemoryHeldState();
    private LedgerRow ledger = new LedgerRow();
    private DueLanes due = new DueLanes();
    private long now = 1_700_000_000_000L;
    private long epoch;
    private final Set<String> watched = new HashSet<>();
    private final Set<String> anew = new HashSet<>();
    private final Map<String, Set<Long>> lent = new HashMap<>();
    private final Map<String, Long> dueBelow = new HashMap<>();
    private final Map<String, NavigableMap<Long, Long>> held = new HashMap<>();
    private final Map<String, Long> accepted = new HashMap<>();
    private final Map<String, Long> expired = new HashMap<>();
    private final List<Settlement> settlements = new ArrayList<>();

    ExpiryHistory(long seed) {
        random = new Random(seed);
        turn(outbox -> outbox.ask(new SubscriptionRequest(SUBSCRIPTION, Wish.SUBSCRIBE, Start.NEW, Lasting.DURABLE)));
    }

    private interface Work {
        void in(Outbox outbox);
    }

    /** Goes on by one turn. */
    void step() {
        now += random.nextInt(60);
        TTL.keySet().forEach(this::visit);
        if (random.nextInt(40) == 0) {
            kill();
        }
        turn(this::make);
        check();
    }

    private void make(Outbox outbox) {
        for (String address : List.of(QUEUE, DROPPING, TOPIC)) {
            for (int i = random.nextInt(4); i > 0; i--) {
                long number = outbox.append(address, message());
                heldOf(address.equals(TOPIC) ? SUBSCRIPTION : address).put(number, now);
            }
        }
    }

    /** A receiver of an address comes, takes, settles, or leaves. */
    private void visit(String address) {
        if (!watched.contains(address)) {
            if (random.nextInt(5) == 0) {
                watched.add(address);
                anew.add(address);
            }
            return;
        }
        Set<Long> has = lentOf(address);
        heldOf(address).keySet().stream()
                .filter(number -> number >= dueBelow.getOrDefault(address, 0L) && random.nextInt(3) == 0)
                .forEach(has::add);
        for (long number : List.copyOf(has)) {
            int what = random.nextInt(6);
            if (what == 0) {
                has.remove(number);
                accepted.merge(address, 1L, Long::sum);
                settle(address, number, Outcome.ACCEPTED);
            } else if (what == 1) {
                release(address, number);
            }
        }
        if (random.nextInt(8) == 0) {
            List.copyOf(has).forEach(number -> release(address, number));
            watched.remove(address);
            dueBelow.remove(address);
        }
    }

    private void release(String address, long number) {
        lentOf(address).remove(number);
        if (number < dueBelow.getOrDefault(address, 0L)) {
            expire(address, number);
        }
    }

    private void expire(String address, long number) {
        assertDue(address, number);
        expired.merge(address, 1L, Long::sum);
        settle(address, number, Outcome.EXPIRED);
    }

    private void settle(String address, long number, Outcome outcome) {
        heldOf(address).remove(number);
        long head = heldOf(address).isEmpty() ? Long.MAX_VALUE : heldOf(address).firstKey();
        settlements.add(new Settlement(new Lane(address, 0), number, number, outcome, "", "", head));
    }

    /** What receivers had is with nobody, and nothing is known of what is due. */
    private void kill() {
        state = InMemoryHeldState.read(state.write());
        ledger = LedgerRow.read(ledger.write());
        due = new DueLanes();
        watched.clear();
        anew.clear();
        lent.clear();
        dueBelow.clear();
        Outbox outbox = open();
        outbox.flush(ledger);
        outbox.allLanes();
        due.note(0, outbox.allTimes());
    }

    private Outbox open() {
        epoch++;
        return new Outbox(HeldPartition.open(state, NAMES, NO_IDS, now), new Turn(epoch, 0, now), Map.of(), POLICY);
    }

    private void turn(Work work) {
        Outbox outbox = open();
        settlements.forEach(outbox::settle);
        settlements.clear();
        due.watch(watched, anew);
        anew.clear();
        List<DueLane> lanes = due.due(now).getOrDefault(0, List.of());
        lanes.forEach(outbox::look);
        work.in(outbox);
        outbox.flush(ledger);
        outbox.requireBalance(ledger);
        LaneTimes times = outbox.times();
        due.note(0, times);
        assertThat(due.nextMillis())
                .as("what was looked at is not due at once again")
                .isGreaterThan(now);
        times.past().forEach(this::tell);
        state = InMemoryHeldState.read(state.write());
    }

    /** As the gate does. */
    private void tell(PastDue past) {
        String address = past.lane().address();
        dueBelow.put(address, past.below());
        Set<Long> has = lentOf(address);
        List.copyOf(heldOf(address).headMap(past.below()).keySet()).stream()
                .filter(number -> !has.contains(number))
                .forEach(number -> expire(address, number));
    }

    private void assertDue(String address, long number) {
        long waited = now - heldOf(address).getOrDefault(number, Long.MAX_VALUE);
        assertThat(waited).as("%s of %s", number, address).isGreaterThanOrEqualTo(ttlOf(address));
    }

    private void check() {
        Outbox outbox = open();
        TTL.keySet().forEach(address -> check(outbox, address));
        assertThat(rows(outbox, "dead/" + QUEUE)).hasSize((int) count(QUEUE, Counter.EXPIRED));
        assertThat(rows(outbox, "dead/" + DROPPING)).isEmpty();
        assertThat(rows(outbox, "dead/" + TOPIC))
                .hasSize((int) count(SUBSCRIPTION, Counter.EXPIRED))
                .allSatisfy(row -> assertThat(StoredMessage.read(row.stored()).properties())
                        .containsEntry("reason", "expired")
                        .containsEntry("subscription", SUBSCRIPTION));
    }

    private void check(Outbox outbox, String address) {
        NavigableMap<Long, Long> mine = heldOf(address);
        Set<Long> there = new HashSet<>();
        rows(outbox, address).forEach(row -> there.add(row.number()));
        // What waits for a settlement is still there.
        List<Settlement> open = settlements.stream()
                .filter(settlement -> settlement.lane().address().equals(address))
                .toList();
        open.forEach(settlement -> there.remove(settlement.first()));
        for (long number : List.copyOf(mine.keySet())) {
            if (!there.contains(number)) {
                assertThat(watched).as("what receivers may have").doesNotContain(address);
                assertDue(address, number);
                mine.remove(number);
                expired.merge(address, 1L, Long::sum);
            }
        }
        assertThat(there).as(address).isEqualTo(mine.keySet());
        if (!watched.contains(address)) {
            assertThat(mine.values())
                    .as("%s keeps nothing too long", address)
                    .allMatch(made -> now - made < ttlOf(address));
        }
        long undone = open.stream()
                .filter(settlement -> settlement.outcome() == Outcome.EXPIRED)
                .count();
        Counter way = address.equals(DROPPING) ? Counter.DISCARDED : Counter.EXPIRED;
        assertThat(count(address, way)).isEqualTo(expired(address) - undone);
    }

    private NavigableMap<Long, Long> heldOf(String address) {
        return held.computeIfAbsent(address, name -> new TreeMap<>());
    }

    private Set<Long> lentOf(String address) {
        return lent.computeIfAbsent(address, name -> new HashSet<>());
    }

    private static long ttlOf(String address) {
        return TTL.getOrDefault(address, 0L);
    }

    private static List<HeldRow> rows(Outbox outbox, String address) {
        List<HeldRow> rows = new ArrayList<>();
        outbox.page(new PageRequest(1, new Lane(address, 0), 0, Long.MAX_VALUE, Integer.MAX_VALUE))
                .rows()
                .forEach(rows::add);
        return rows;
    }

    private long count(String address, Counter counter) {
        return ledger.count(LedgerLine.of(NAMES.number(address)), counter);
    }

    /** Returns how many expired at an address so far. */
    long expired(String address) {
        return expired.getOrDefault(address, 0L);
    }

    /** Returns how many receivers took at an address so far. */
    long accepted(String address) {
        return accepted.getOrDefault(address, 0L);
    }

    private StoredMessage message() {
        return new StoredMessage(
                epoch, 0, now, now, "j", "k".getBytes(UTF_8), "text/plain", Map.of(), "m".getBytes(UTF_8), null);
    }
}
