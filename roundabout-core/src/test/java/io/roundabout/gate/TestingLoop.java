package io.roundabout.gate;

import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.AddressPattern;
import io.roundabout.outbox.BrokerAddress;
import io.roundabout.outbox.HeldRows;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionState;
import io.roundabout.outbox.TurnListener;
import io.roundabout.outbox.TurnReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop in memory: answers what a gate asks, one turn at a time. Either turns by itself on a thread of its own
 * ({@link #turning}), or only when a test calls {@link #turn} ({@link #still}).
 */
public final class TestingLoop implements OutputRequests, AddressBook, AutoCloseable {
    private final int partitions;
    private final @Nullable ExecutorService thread;
    private final Map<Lane, NavigableMap<Long, Row>> rows = new HashMap<>();
    private final Map<Lane, Long> nexts = new HashMap<>();
    private final Map<Lane, Long> fresh = new HashMap<>();
    private final Map<Lane, List<Long>> gone = new HashMap<>();
    private final Map<String, Integer> appetites = new HashMap<>();
    private final Set<String> watched = new HashSet<>();
    private final Set<String> watchedAnew = new HashSet<>();
    private final Set<Lane> touched = new LinkedHashSet<>();
    private final List<PageRequest> pageRequests = new ArrayList<>();
    private final List<Settlement> settlements = new ArrayList<>();
    private final List<Settlement> allSettlements = new ArrayList<>();
    private volatile int maxDeliveries = 20;
    private volatile TurnListener listener = report -> {};
    private volatile Set<String> known = Set.of();
    private volatile Map<String, BrokerAddress> relays = Map.of();
    private final TestingSubscribers subscribers = new TestingSubscribers();
    private boolean due;
    private long epoch = 1;
    private int position;

    private record Row(int attempts, byte[] stored) {}

    private TestingLoop(int partitions, @Nullable ExecutorService thread) {
        this.partitions = partitions;
        this.thread = thread;
    }

    /** Returns a loop that turns when asked something. */
    public static TestingLoop turning(int partitions) {
        return new TestingLoop(partitions, Executors.newSingleThreadExecutor(task -> new Thread(task, "testing-loop")));
    }

    /** Returns a loop that turns when told. */
    public static TestingLoop still(int partitions) {
        return new TestingLoop(partitions, null);
    }

    /** Tells {@code them} of turns. */
    public TestingLoop listener(TurnListener them) {
        listener = them;
        return this;
    }

    /** Lets only these addresses be collected from; before it is called, all may. */
    public TestingLoop only(String... addresses) {
        known = Set.of(addresses);
        return this;
    }

    /** Has these outputs alone go on to brokers, from the next time on that somebody looks. */
    public TestingLoop relays(Map<String, BrokerAddress> them) {
        relays = Map.copyOf(them);
        return this;
    }

    /** Sets the failed attempts after which a message is dead; 20 by default. */
    public TestingLoop maxDeliveries(int most) {
        maxDeliveries = most;
        return this;
    }

    /** Holds messages with text bodies and no key, spread over the lanes, made by one turn. */
    public TestingLoop put(String address, String... bodies) {
        run(() -> {
            for (String body : bodies) {
                add(address, position % partitions, null, body.getBytes(StandardCharsets.UTF_8), Map.of());
            }
        });
        return this;
    }

    /** Holds a message with a key, in the key's lane. */
    public TestingLoop putKeyed(String address, String key, String body) {
        int partition = Math.floorMod(key.hashCode(), partitions);
        run(() -> add(address, partition, key, body.getBytes(StandardCharsets.UTF_8), Map.of()));
        return this;
    }

    /** Holds {@code count} messages of {@code size} bytes, made by one turn. */
    public TestingLoop fill(String address, int count, int size) {
        run(() -> {
            for (int i = 0; i < count; i++) {
                add(address, position % partitions, "k" + i % 1_000, new byte[size], Map.of("completed-by", "all"));
            }
        });
        return this;
    }

    private void add(String address, int partition, @Nullable String key, byte[] body, Map<String, String> properties) {
        StoredMessage message = new StoredMessage(
                epoch,
                position++,
                1_700_000_000_000L,
                1_600_000_000_000L,
                "subject",
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                "text/plain",
                properties,
                body,
                null);
        Lane lane = new Lane(address, partition);
        long number = next(lane);
        rows(lane).put(number, new Row(0, message.write()));
        nexts.put(lane, number + 1);
        fresh.putIfAbsent(lane, number);
        touched.add(lane);
    }

    /** Takes a message out because a newer one takes its place. */
    TestingLoop supersede(Lane lane, long number) {
        rows(lane).remove(number);
        gone.computeIfAbsent(lane, l -> new ArrayList<>()).add(number);
        touched.add(lane);
        return this;
    }

    /** Returns how many messages are held at {@code address}. */
    public int held(String address) {
        return ask(() -> {
            int count = 0;
            for (int partition = 0; partition < partitions; partition++) {
                count += rows(new Lane(address, partition)).size();
            }
            return count;
        });
    }

    /** Returns the messages held at {@code address}, lane by lane. */
    public List<StoredMessage> messages(String address) {
        return ask(() -> {
            List<StoredMessage> messages = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                rows(new Lane(address, partition))
                        .values()
                        .forEach(row -> messages.add(StoredMessage.read(row.stored())));
            }
            return messages;
        });
    }

    /** Returns the failed attempts counted for the messages of {@code address}. */
    public int attempts(String address) {
        return ask(() -> {
            int attempts = 0;
            for (int partition = 0; partition < partitions; partition++) {
                for (Row row : rows(new Lane(address, partition)).values()) {
                    attempts += row.attempts();
                }
            }
            return attempts;
        });
    }

    /** Returns every settlement so far, in the order given. */
    public List<Settlement> settlements() {
        return ask(() -> List.copyOf(allSettlements));
    }

    /** Returns whether {@code address} is watched. */
    public boolean isWatched(String address) {
        return ask(() -> watched.contains(address));
    }

    /** Returns the standing appetite for {@code address}, in bytes. */
    public int appetite(String address) {
        return ask(() -> appetites.getOrDefault(address, 0));
    }

    @Override
    public Optional<String> refusal(String address) {
        return known.isEmpty() || known.contains(address)
                ? Optional.empty()
                : Optional.of("nothing is called '" + address + "'; there is " + known);
    }

    @Override
    public Map<String, BrokerAddress> relays() {
        return relays;
    }

    @Override
    public List<String> matching(String address) {
        return AddressPattern.read(address)
                .map(pattern -> ask(() -> rows.keySet().stream()
                        .map(Lane::address)
                        .filter(pattern::means)
                        .distinct()
                        .sorted()
                        .toList()))
                .orElse(List.of(address));
    }

    @Override
    public int maxDeliveries(String address) {
        return maxDeliveries;
    }

    @Override
    public void watch(String address) {
        run(() -> {
            watched.add(address);
            watchedAnew.add(address);
        });
    }

    @Override
    public void unwatch(String address) {
        run(() -> {
            watched.remove(address);
            watchedAnew.remove(address);
            appetites.remove(address);
        });
    }

    @Override
    public void appetite(String address, int bytes) {
        run(() -> appetites.put(address, bytes));
    }

    @Override
    public void page(PageRequest request) {
        run(() -> pageRequests.add(request));
    }

    @Override
    public CompletionStage<Optional<String>> ask(SubscriptionRequest request) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        run(() -> subscribers.take(request, answer));
        return answer;
    }

    @Override
    public Map<String, SubscriptionState> subscriptions() {
        return subscribers.known();
    }

    @Override
    public boolean isTopic(String address) {
        return subscribers.isTopic(address);
    }

    /** Returns what there is of topics and subscriptions. */
    public TestingSubscribers subscribers() {
        return subscribers;
    }

    @Override
    public void settle(Settlement settlement) {
        run(() -> {
            settlements.add(settlement);
            allSettlements.add(settlement);
        });
    }

    /** Makes one turn: everything asked so far is done and reported. */
    public void turn() {
        due = false;
        settlements.forEach(this::apply);
        List<Page> pages = pageRequests.stream().map(this::read).toList();
        List<LaneReport> lanes = new ArrayList<>();
        Map<String, Integer> hungry = new HashMap<>(appetites);
        for (String address : watchedAnew) {
            for (int partition = 0; partition < partitions; partition++) {
                touched.add(new Lane(address, partition));
            }
        }
        for (Lane lane : touched) {
            if (watched.contains(lane.address())) {
                lanes.add(report(lane, hungry));
            }
        }
        TurnReport report = new TurnReport(epoch, lanes, pages, settlements, subscribers.takeEnded());
        watchedAnew.clear();
        touched.clear();
        fresh.clear();
        gone.clear();
        pageRequests.clear();
        settlements.clear();
        epoch++;
        position = 0;
        listener.onTurn(report);
        subscribers.answer();
    }

    private LaneReport report(Lane lane, Map<String, Integer> hungry) {
        long next = next(lane);
        NavigableMap<Long, Row> held = rows(lane);
        long head = held.isEmpty() ? next : held.firstKey();
        Long from = fresh.get(lane);
        if (from == null) {
            return new LaneReport(lane, head, next, HeldRows.NONE, next, goneFrom(lane));
        }
        HeldRows.Builder made = new HeldRows.Builder();
        int appetite = hungry.getOrDefault(lane.address(), 0);
        for (Map.Entry<Long, Row> row : held.tailMap(from, true).entrySet()) {
            if (made.bytes() + row.getValue().stored().length > appetite) {
                break;
            }
            made.add(row.getKey(), row.getValue().attempts(), row.getValue().stored());
        }
        hungry.put(lane.address(), appetite - made.bytes());
        long freshFrom = made.build().isEmpty() ? next : from;
        return new LaneReport(lane, head, next, made.build(), freshFrom, goneFrom(lane));
    }

    private long[] goneFrom(Lane lane) {
        return gone.getOrDefault(lane, List.of()).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    private Page read(PageRequest request) {
        HeldRows.Builder page = new HeldRows.Builder();
        for (Map.Entry<Long, Row> row :
                rows(request.lane()).subMap(request.from(), request.until()).entrySet()) {
            int bytes = HeldRows.bytesOf(row.getValue().stored());
            if ((long) page.bytes() + bytes > request.maxBytes()) {
                return new Page(request, page.build(), row.getKey(), page.bytes() == 0 ? bytes : 0);
            }
            page.add(row.getKey(), row.getValue().attempts(), row.getValue().stored());
        }
        return new Page(request, page.build(), request.until(), 0);
    }

    private void apply(Settlement settlement) {
        Map<Long, Row> run = rows(settlement.lane()).subMap(settlement.first(), true, settlement.last(), true);
        if (settlement.outcome() == Outcome.FAILED) {
            run.replaceAll((number, row) -> new Row(row.attempts() + 1, row.stored()));
            return;
        }
        if (settlement.outcome() == Outcome.DEAD) {
            for (Row row : List.copyOf(run.values())) {
                StoredMessage message = StoredMessage.read(row.stored());
                Map<String, String> properties = new LinkedHashMap<>(message.properties());
                properties.put("reason", settlement.reason());
                properties.put("detail", settlement.detail());
                add(
                        "dead/" + settlement.lane().address(),
                        settlement.lane().partition(),
                        null,
                        message.body(),
                        properties);
            }
        }
        run.clear();
        touched.add(settlement.lane());
        long head = rows(settlement.lane()).isEmpty()
                ? next(settlement.lane())
                : rows(settlement.lane()).firstKey();
        if (settlement.head() > head) {
            throw new IllegalStateException(settlement + " would lose what is held from " + head);
        }
    }

    private NavigableMap<Long, Row> rows(Lane lane) {
        return rows.computeIfAbsent(lane, l -> new TreeMap<>());
    }

    private long next(Lane lane) {
        return nexts.getOrDefault(lane, 0L);
    }

    private void run(Runnable request) {
        if (thread == null) {
            request.run();
        } else {
            execute(thread, () -> {
                request.run();
                if (!due) {
                    due = true;
                    execute(thread, this::turn);
                }
            });
        }
    }

    private static void execute(ExecutorService thread, Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: a loop that stops turns no more.
        }
    }

    private <T> T ask(Supplier<T> question) {
        return thread == null
                ? question.get()
                : CompletableFuture.supplyAsync(question, thread).join();
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdown();
        }
    }
}
