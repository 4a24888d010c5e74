package io.roundabout.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.DuplicateId;
import io.roundabout.entrance.FramedMessage;
import io.roundabout.outbox.HeldRow;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.Turn;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.Ids;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.Names;
import io.roundabout.state.Table;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs one script of arrivals in every way that must make no difference: one arrival per turn, all in one turn, turns of
 * random size, and with the state written to bytes and restored between turns; each without bound, and with turns that may
 * make hardly any completions and owe the others.
 */
final class JoinHarness {
    static final long NOW = 1_700_000_000_000L;
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final List<Integer> BUDGETS = List.of(1, 2, 3, UNBOUNDED);

    private final Rules rules;
    private final Names names;
    private final Map<Integer, String> addresses = new TreeMap<>();
    private long now = NOW;
    private long nextDueMillis = Long.MAX_VALUE;

    /**
     * A message that arrives, or time that passes.
     *
     * @param batch number of the atomic batch it comes in; 0 for none
     * @param after time that passes, without a message; zero for a message
     */
    record Arrival(
            String stream,
            String key,
            BodyFormat format,
            String body,
            @Nullable String id,
            int batch,
            Duration after) {
        static Arrival of(String stream, String key, String body) {
            return new Arrival(stream, key, BodyFormat.JSON, body, null, 0, Duration.ZERO);
        }

        static Arrival pass(Duration time) {
            return new Arrival("", "", BodyFormat.JSON, "", null, 0, time);
        }

        Arrival withId(String duplicateId) {
            return new Arrival(stream, key, format, body, duplicateId, batch, after);
        }

        Arrival inBatch(int number) {
            return new Arrival(stream, key, format, body, id, number, after);
        }

        boolean isTime() {
            return !after.isZero();
        }
    }

    /**
     * How a script ends.
     *
     * @param results bodies by output, in the order of the lane
     * @param held bodies that wait or are in force, by {@code JOIN/STREAM KEY}, in order
     * @param counts of the ledger that are not 0, by name
     */
    record Ending(
            Map<String, List<String>> results, Map<String, List<String>> held, Map<String, Map<Counter, Long>> counts) {
        List<String> results(String output) {
            return results.getOrDefault(output, List.of());
        }

        /** Returns the same with the results of each output sorted by key: those of different keys have no order. */
        Ending byKey() {
            Map<String, List<String>> sorted = new TreeMap<>();
            results.forEach((output, bodies) -> sorted.put(
                    output,
                    bodies.stream()
                            .sorted(Comparator.comparing(body -> body.substring(0, body.indexOf(','))))
                            .toList()));
            return new Ending(sorted, held, counts);
        }
    }

    JoinHarness(JoinRule... joins) {
        this(Map.of(), joins);
    }

    JoinHarness(Map<String, StreamRule> streams, JoinRule... joins) {
        this(streams, Expressions.NONE, joins);
    }

    JoinHarness(Map<String, StreamRule> streams, Expressions expressions, JoinRule... joins) {
        Map<String, JoinRule> byName = new LinkedHashMap<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (JoinRule join : joins) {
            byName.put(join.name(), join);
            join.inputs().forEach(input -> numbers.putIfAbsent(input.stream(), numbers.size() + 1));
            numbers.putIfAbsent(join.name(), numbers.size() + 1);
            numbers.putIfAbsent(join.output(), numbers.size() + 1);
            addresses.put(numbers.get(join.output()), join.output());
        }
        for (JoinRule join : joins) {
            String dead = Outbox.deadLettersOf(join.name());
            numbers.putIfAbsent(dead, numbers.size() + 1);
            addresses.put(numbers.get(dead), dead);
        }
        rules = Rules.compile(new Pipeline(streams, byName, Map.of()), expressions);
        names = Names.of(numbers);
    }

    /** Runs the script in every way, checks that all end the same, and returns how. */
    Ending run(List<Arrival> script) {
        long seed = System.nanoTime();
        Ending oneByOne = run(split(script, new Random(seed), 1), UNBOUNDED, false);
        Ending atOnce = run(split(script, new Random(seed), 0), UNBOUNDED, false);
        if (script.stream().noneMatch(Arrival::isTime)) {
            assertThat(atOnce).as("all in one turn").isEqualTo(oneByOne);
        }
        assertThat(atOnce.byKey()).as("all in one turn, but where time passes").isEqualTo(oneByOne.byKey());
        for (int budget : BUDGETS) {
            for (int most : new int[] {1, 3, 7, script.size()}) {
                List<List<Arrival>> turns = split(script, new Random(seed), most);
                boolean restoring = most == 3 || most == 7;
                assertThat(run(turns, budget, restoring).byKey())
                        .as("turns of up to %d, budget %d, restored %b, seed %d", most, budget, restoring, seed)
                        .isEqualTo(oneByOne.byKey());
            }
        }
        return oneByOne;
    }

    Ending run(Arrival... script) {
        return run(Arrays.asList(script));
    }

    /** Splits a script into turns of up to {@code most} messages, 0 for no limit; not within a batch. */
    static List<List<Arrival>> split(List<Arrival> script, Random random, int most) {
        List<List<Arrival>> turns = new ArrayList<>();
        int from = 0;
        while (from < script.size()) {
            int until = Math.min(script.size(), from + 1 + (most == 0 ? script.size() : random.nextInt(most)));
            int end = from + 1;
            while (end < script.size()
                    && !script.get(from).isTime()
                    && !script.get(end).isTime()
                    && (end < until || isInside(script, end))) {
                end++;
            }
            turns.add(script.subList(from, end));
            from = end;
        }
        return turns;
    }

    private static boolean isInside(List<Arrival> script, int at) {
        return script.get(at).batch != 0 && script.get(at).batch == script.get(at - 1).batch;
    }

    /** Runs turns, and then more of them until nothing is owed. */
    private Ending run(List<List<Arrival>> turns, int budget, boolean restoring) {
        InMemoryHeldState state = new InMemoryHeldState();
        LedgerRow ledger = new LedgerRow();
        now = NOW;
        boolean goesOn = false;
        int done = 0;
        for (int epoch = 1; done < turns.size() || goesOn; epoch++) {
            if (restoring) {
                state = InMemoryHeldState.read(state.write());
                ledger = LedgerRow.read(ledger.write());
            }
            boolean timePassed = done > 0 && turns.get(done - 1).get(0).isTime();
            // What is owed or due when time passed is worked off first: it must not matter how much a turn does.
            List<Arrival> arrivals = done == turns.size() || (goesOn && timePassed) ? List.of() : turns.get(done++);
            if (!arrivals.isEmpty() && arrivals.get(0).isTime()) {
                now += arrivals.get(0).after.toMillis();
                arrivals = List.of();
            }
            boolean owes = turn(state, epoch, arrivals, ledger, budget).any();
            goesOn = owes || nextDueMillis <= now + epoch;
        }
        assertThat(cursorRows(state)).as("rows of cursors when nothing is owed").isLessThanOrEqualTo(1);
        return ending(state, ledger);
    }

    private static int cursorRows(HeldState state) {
        List<byte[]> rows = new ArrayList<>();
        state.scan(new byte[] {Table.CURSOR.number()}, (row, value) -> rows.add(row));
        return rows.size();
    }

    /** Runs one turn without bound and adds what it counts to {@code ledger}. */
    void turn(HeldState state, long epoch, List<Arrival> arrivals, LedgerRow ledger) {
        turn(state, epoch, arrivals, ledger, UNBOUNDED);
    }

    /** Runs one turn that makes this many completions, beyond the first of each arrival, and returns what is owed then. */
    Owed turn(HeldState state, long epoch, List<Arrival> arrivals, LedgerRow ledger, int budget) {
        Turn turn = new Turn(epoch, 0, now + epoch);
        HeldPartition partition = HeldPartition.open(state, names, rules, turn.nowMillis());
        Outbox outbox = new Outbox(partition, turn, Map.of());
        Joins joins = new Joins(partition, rules, outbox, budget);
        if (budget < UNBOUNDED) {
            joins.goOn();
        }
        joins.expire(budget);
        take(arrivals, joins, partition, ledger);
        if (arrivals.stream().anyMatch(arrival -> arrival.id != null)) {
            partition.ids().flush();
        }
        LedgerRow counted = new LedgerRow();
        joins.flush(counted);
        nextDueMillis = joins.nextDueMillis();
        outbox.flush(counted);
        long made = addresses.entrySet().stream()
                .filter(address -> !Outbox.isDeadLetters(address.getValue()))
                .mapToLong(address -> counted.count(LedgerLine.of(address.getKey()), Counter.MADE))
                .sum();
        long firsts = (long) arrivals.size() * rules.joins().size();
        assertThat(made)
                .as("results of a turn: of its budget, of arrivals, and of each that is due one and the first after it")
                .isLessThanOrEqualTo(budget + firsts + 2L * budget);
        ledger.add(counted);
        joins.requireBalance(ledger);
        outbox.requireBalance(ledger);
        return joins.owed();
    }

    /** Runs a turn that counts so many keys of each join as full no more. */
    void recount(HeldState state, long epoch, LedgerRow ledger, int most) {
        Turn turn = new Turn(epoch, 0, now + epoch);
        HeldPartition partition = HeldPartition.open(state, names, rules, turn.nowMillis());
        Joins joins = new Joins(partition, rules, new Outbox(partition, turn, Map.of()), UNBOUNDED);
        rules.joins().forEach(join -> joins.recount(join.name(), most));
        joins.flush(ledger);
        joins.requireBalance(ledger);
    }

    private void take(List<Arrival> arrivals, Joins joins, HeldPartition partition, LedgerRow ledger) {
        for (int position = 0; position < arrivals.size(); position++) {
            Arrival arrival = arrivals.get(position);
            if (arrival.batch != 0 && !(position > 0 && isInside(arrivals, position))) {
                joins.beginBatch();
            }
            byte[] key = arrival.key.getBytes(UTF_8);
            byte[] body = arrival.body.getBytes(UTF_8);
            DuplicateId id = arrival.id == null ? null : new DuplicateId(arrival.id.getBytes(UTF_8), 0, 1);
            FramedMessage message = new FramedMessage(position, 0, arrival.format, key, id, null, null, body);
            if (id == null || isNew(partition, arrival.stream, message, ledger)) {
                joins.take(arrival.stream, key, message, position);
            }
            if (arrival.batch != 0 && !(position + 1 < arrivals.size() && isInside(arrivals, position + 1))) {
                joins.endBatch();
            }
        }
    }

    /** Lets time pass before the next turn. */
    JoinHarness after(Duration time) {
        now += time.toMillis();
        return this;
    }

    /** Returns the time that turn 0 has now. */
    long nowMillis() {
        return now;
    }

    /** Returns what the last turn said of when something is due. */
    long nextDueMillis() {
        return nextDueMillis;
    }

    /** Counts duplicates and conflicts as a turn does. */
    private boolean isNew(HeldPartition partition, String stream, FramedMessage message, LedgerRow ledger) {
        byte[] id = Objects.requireNonNull(message.id()).utf8();
        Ids.Finding finding = partition.ids().meet(stream, message.key(), id, message.body(), rules.placesOf(stream));
        LedgerLine line = LedgerLine.of(names.number(stream));
        ledger.add(line, Counter.DUPLICATES, finding == Ids.Finding.DUPLICATE ? 1 : 0);
        ledger.add(line, Counter.REFUSED, finding == Ids.Finding.CONFLICT ? 1 : 0);
        return finding == Ids.Finding.NEW;
    }

    /** Returns the results at an address, in the order of the lane. */
    List<StoredMessage> results(HeldState state, String address) {
        Outbox outbox = new Outbox(HeldPartition.open(state, names, rules, NOW), new Turn(1, 0, NOW), Map.of());
        List<StoredMessage> messages = new ArrayList<>();
        for (HeldRow row : outbox.page(new PageRequest(1, new Lane(address, 0), 0, Long.MAX_VALUE, Integer.MAX_VALUE))
                .rows()) {
            messages.add(StoredMessage.read(row.stored()));
        }
        return messages;
    }

    private Ending ending(HeldState state, LedgerRow ledger) {
        Map<String, List<String>> results = new TreeMap<>();
        for (String address : addresses.values()) {
            assertThat(results(state, address))
                    .as("epoch and position never go down in a lane")
                    .isSortedAccordingTo(
                            Comparator.comparing(StoredMessage::epoch).thenComparing(StoredMessage::position));
            results.put(
                    address,
                    Outbox.isDeadLetters(address)
                            ? letters(state, address)
                            : results(state, address).stream()
                                    .map(message -> new String(message.body(), UTF_8))
                                    .toList());
        }
        Map<String, Map<Counter, Long>> counts = new TreeMap<>();
        ledger.named(names).forEach((name, row) -> {
            Map<Counter, Long> counted = new EnumMap<>(row);
            counted.values().removeIf(count -> count == 0);
            counts.put(name, counted);
        });
        return new Ending(results, held(state), counts);
    }

    /** Returns dead letters as {@code {"key":"KEY", STREAM BODY REASON}}, sorted: those that are due at once have no order. */
    private List<String> letters(HeldState state, String address) {
        return results(state, address).stream()
                .map(letter -> "{\"key\":\"" + new String(Objects.requireNonNull(letter.key()), UTF_8) + "\", "
                        + letter.properties().get("origin") + " " + new String(letter.body(), UTF_8) + " "
                        + letter.properties().get("reason") + "}")
                .sorted()
                .toList();
    }

    /** Returns bodies that wait or are in force, by {@code JOIN/STREAM KEY}, in order. */
    Map<String, List<String>> held(HeldState state) {
        Map<String, List<String>> held = new TreeMap<>();
        state.scan(new byte[] {Table.HELD.number()}, (row, value) -> {
            ByteBuffer in = ByteBuffer.wrap(row, 1, row.length - 1);
            String join = names.name(in.getInt()).orElseThrow();
            byte[] key = new byte[in.getShort()];
            in.get(key);
            String input = join + "/" + names.name(in.getInt()).orElseThrow() + " " + new String(key, UTF_8);
            held.computeIfAbsent(input, name -> new ArrayList<>())
                    .add(new String(HeldMessage.read(value).body(), UTF_8));
            return true;
        });
        return held;
    }
}
