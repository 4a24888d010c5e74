package io.roundabout.circulation;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import io.roundabout.compute.PieceWriter;
import io.roundabout.compute.Pieces;
import io.roundabout.entrance.BatchRange;
import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.DuplicateId;
import io.roundabout.entrance.FramedMessage;
import io.roundabout.entrance.Partitions;
import io.roundabout.entrance.RefusedMessage;
import io.roundabout.entrance.RefusedMessage.Kept;
import io.roundabout.entrance.SessionProgress;
import io.roundabout.entrance.SliceWriter;
import io.roundabout.join.Rules;
import io.roundabout.outbox.HeldRow;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LookUp;
import io.roundabout.state.Names;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Partition 0 of a hub with a join {@code enriched} of orders and the latest customers, and any mailbox it is told of. */
final class TestingPartition {
    /** There are no computes. */
    private static final PieceWriter NOTHING_ADDED = new PieceWriter(0, new Partitions(1), new Pieces(() -> {
        throw new IOException("nothing is to be added");
    }));

    static final long NOW = 1_700_000_000_000L;

    private static final List<String> STREAMS = List.of("orders", "customers", "letters");
    private static final Pipeline PIPELINE = new Pipeline(
            Map.of(),
            Map.of(
                    "enriched",
                    new JoinRule(
                            "enriched",
                            List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST)),
                            "enriched")),
            Map.of());

    private final Rules rules;
    private final Names names;
    private InMemoryHeldState state;
    private long epoch;
    private long now = NOW;

    private SliceWriter slice = new SliceWriter();
    private int position;
    private boolean opening;
    private boolean owing;
    private boolean expiring;
    private int completions = 50_000;
    private final List<Settlement> settlements = new ArrayList<>();
    private final List<PageRequest> pages = new ArrayList<>();
    private final Map<String, List<Refusal>> refusals = new HashMap<>();
    private List<BatchRange> batches = List.of();
    private List<VoidBatch> voids = List.of();
    private final List<String> greetings = new ArrayList<>();
    private final Map<String, Integer> appetite = new HashMap<>();
    private final Map<Integer, LookUp<?>> lookUps = new HashMap<>();
    private @Nullable Redrive redrive;
    private Set<String> stranding = Set.of();

    TestingPartition() {
        this(new byte[0]);
    }

    /** @param written state to begin with, as {@link InMemoryHeldState#write} wrote it */
    TestingPartition(byte[] written) {
        this(written, Rules.compile(PIPELINE));
    }

    /** A partition that goes by other rules. */
    TestingPartition(byte[] written, Rules rules) {
        this.rules = rules;
        state = InMemoryHeldState.read(written);
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (String name : List.of("orders", "customers", "letters", "enriched")) {
            numbers.put(name, numbers.size() + 1);
            numbers.put("dead/" + name, numbers.size() + 1);
        }
        names = Names.of(numbers);
    }

    InMemoryHeldState state() {
        return state;
    }

    /** Restores the state from its bytes. */
    TestingPartition restart() {
        state = InMemoryHeldState.read(state.write());
        return this;
    }

    TestingPartition push(String stream, @Nullable String key, String body) {
        return push(stream, key, BodyFormat.JSON, null, body);
    }

    TestingPartition push(String stream, @Nullable String key, BodyFormat format, @Nullable String type, String body) {
        byte[] keyBytes = key == null ? null : utf8(key);
        slice.message(
                new FramedMessage(position++, STREAMS.indexOf(stream), format, keyBytes, null, type, null, utf8(body)));
        return this;
    }

    /** Pushes a message that is part of a trace. */
    TestingPartition pushTraced(String stream, String key, String trace) {
        slice.message(new FramedMessage(
                position++, STREAMS.indexOf(stream), BodyFormat.JSON, utf8(key), null, null, null, trace, utf8("{}")));
        return this;
    }

    /** Pushes message {@code number} of session {@code session} in the manifest, with a duplicate id. */
    TestingPartition pushWithId(int session, long number, String stream, @Nullable String key, String id, String body) {
        byte[] keyBytes = key == null ? null : utf8(key);
        DuplicateId duplicateId = new DuplicateId(utf8(id), session, number);
        slice.message(new FramedMessage(
                position++, STREAMS.indexOf(stream), BodyFormat.JSON, keyBytes, duplicateId, null, null, utf8(body)));
        return this;
    }

    /** Lets hub time pass. */
    TestingPartition pass(Duration time) {
        now += time.toMillis();
        return this;
    }

    /** Tells the next turn what the one before found. */
    TestingPartition conflicts(String session, Long... numbers) {
        refusals.put(session, FoundIds.refusals(List.of(numbers), Map.of()));
        return this;
    }

    /** Says which of the messages of the next turn came as batches. */
    TestingPartition batches(BatchRange... ranges) {
        batches = List.of(ranges);
        return this;
    }

    /** Has the next turn take nothing of these. */
    TestingPartition without(List<VoidBatch> some) {
        voids = some;
        return this;
    }

    TestingPartition refuse(String stream, RefusalCode code, String detail, byte[] body) {
        slice.refused(
                new RefusedMessage(position++, STREAMS.indexOf(stream), code, detail, "geo-7", Kept.BEGINNING, body));
        return this;
    }

    TestingPartition session(String session, long last, List<Refusal> refusals) {
        slice.session(new SessionProgress(session, last, refusals));
        return this;
    }

    TestingPartition settle(String address, long first, long last, Outcome outcome, long head) {
        boolean dead = outcome == Outcome.DEAD;
        settlements.add(new Settlement(
                lane(address), first, last, outcome, dead ? "rejected" : "", dead ? "does not parse" : "", head));
        return this;
    }

    TestingPartition settle(Settlement settlement) {
        settlements.add(settlement);
        return this;
    }

    TestingPartition page(String address, long from, long until, int maxBytes) {
        pages.add(new PageRequest(1, lane(address), from, until, maxBytes));
        return this;
    }

    TestingPartition greet(String session) {
        greetings.add(session);
        return this;
    }

    TestingPartition appetite(String address, int bytes) {
        appetite.put(address, bytes);
        return this;
    }

    /** Asks the next turn, and runs it. */
    <A extends Serializable> A answer(LookUp<A> question) {
        lookUps.put(0, question);
        Serializable answer = Objects.requireNonNull(turn().answers().get(0));
        @SuppressWarnings("unchecked") // it is the answer to this question
        A typed = (A) answer;
        return typed;
    }

    /** Has the next turn send dead letters back. */
    TestingPartition sendBack(Redrive letters) {
        redrive = letters;
        return this;
    }

    /** Has the next turn set aside what a join holds. */
    TestingPartition strand(String join) {
        stranding = Set.of(join);
        return this;
    }

    TestingPartition opening() {
        opening = true;
        return this;
    }

    /** Gives each turn this many completions beyond the first of each message. */
    TestingPartition completions(int most) {
        completions = most;
        return this;
    }

    /** Runs a turn with what was asked for since the last. */
    PartitionOutcome turn() {
        epoch++;
        TurnOrder order = new TurnOrder(
                epoch,
                0,
                now + epoch,
                now + epoch,
                opening,
                owing,
                new DueWork(expiring, List.of()),
                opening ? 0 : completions,
                settlements,
                pages,
                refusals,
                greetings,
                SubscriptionWork.NONE,
                appetite,
                lookUps,
                redrive,
                stranding,
                Set.of());
        PartitionTurn turn = new PartitionTurn(state, rules, names, order, NOTHING_ADDED);
        Map<BatchRange, Integer> toBlame =
                voids.stream().collect(Collectors.toMap(VoidBatch::batch, VoidBatch::position));
        turn.take(0, new CutPlace(STREAMS, batches, toBlame, 0), slice.take());
        batches = List.of();
        voids = List.of();
        slice = new SliceWriter();
        position = 0;
        opening = false;
        settlements.clear();
        pages.clear();
        refusals.clear();
        greetings.clear();
        appetite.clear();
        lookUps.clear();
        redrive = null;
        stranding = Set.of();
        PartitionOutcome outcome = turn.finish();
        owing = outcome.owed().any();
        return outcome;
    }

    /** Returns every message held at an address. */
    List<StoredMessage> held(String address) {
        return messages(page(address, 0, Long.MAX_VALUE, Integer.MAX_VALUE)
                .turn()
                .pages()
                .get(0));
    }

    static Lane lane(String address) {
        return new Lane(address, 0);
    }

    static List<StoredMessage> messages(Page page) {
        List<StoredMessage> messages = new ArrayList<>();
        for (HeldRow row : page.rows()) {
            messages.add(StoredMessage.read(row.stored()));
        }
        return messages;
    }

    static List<Long> numbers(Page page) {
        List<Long> numbers = new ArrayList<>();
        for (HeldRow row : page.rows()) {
            numbers.add(row.number());
        }
        return numbers;
    }

    static String body(StoredMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
