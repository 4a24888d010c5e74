package io.roundabout.circulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.entrance.BodyFormat;
import io.roundabout.entrance.spark.JvmResidents;
import io.roundabout.expression.CatalystExpressions;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionRequest.Lasting;
import io.roundabout.outbox.SubscriptionRequest.Start;
import io.roundabout.outbox.SubscriptionRequest.Wish;
import io.roundabout.outbox.Turn;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import io.roundabout.pipeline.PipelineText;
import io.roundabout.state.Counter;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.LookUp;
import io.roundabout.state.Names;
import io.roundabout.state.RowKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop turns for, and what it never commits. */
class TurnLoopTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final int ORDERS = 1;
    private static final Map<String, Integer> NAMES = Map.of("orders", ORDERS, "dead/orders", 2);

    private static final String ADA = new SubscriptionAddress("news", "ada", "daily").text();
    private static final String NEWS = """
            version: 1
            streams: {orders: {key: /k}}
            outputs: {news: {from: orders, deliver: topic}}
            """;
    private static final String COUNTING = """
            version: 1
            streams: {orders: {key: /k}}
            computes: {counted: {from: orders, key: /k, aggregate: "count(*) AS n"}}
            outputs: {news: {from: counted, deliver: topic}}
            """;

    private static final String HOURLY = """
            version: 1
            streams: {orders: {key: /k}}
            computes: {hourly: {from: orders, key: /k, aggregate: "count(*) AS n", window: 1h, time: /at}}
            """;

    private final SyncedDisk disk = new SyncedDisk(Disk.ofThisMachine(), true, failure -> {});
    private final TurnBell bell = new TurnBell(Duration.ofMillis(5));
    private final TurnRequests requests = new TurnRequests(bell);
    private final RulesCache rules = new RulesCache(new CatalystExpressions());

    @TempDir
    private Path folder;

    private EpochLog log;
    private StateStores stores;
    private SparkContext spark;

    @BeforeEach
    void open() {
        LogHeader fresh = new LogHeader(LogHeader.FORMAT, "hub", 1, "");
        StateFolder state = LocalStateFolder.open(folder, disk);
        log = EpochLog.open(state, fresh);
        stores = new StateStores(state, SparkSettings.stores());
        JvmResidents.put(StateStores.class, stores);
        JvmResidents.put(RulesCache.class, rules);
        CirculationSettings settings = CirculationSettings.defaults(new StateAddress(folder.toString()));
        spark = new SparkContext(SparkSettings.application(settings, 1, folder.resolve("work")));
    }

    @AfterEach
    void close() {
        spark.stop();
        JvmResidents.remove(StateStores.class, stores);
        JvmResidents.remove(RulesCache.class, rules);
        stores.close();
        log.close();
    }

    @Test
    void failsAtOnceWhenTheLedgerDoesNotBalance() throws IOException {
        log.append(new EpochRecord(1, NOW, List.of(heldWithWrongLedger()), Map.of(), NAMES));
        TurnLoop loop = loop();
        loop.open(nothing());
        requests.settle(new Settlement(new Lane("orders", 0), 0, 0, Outcome.ACCEPTED, "", "", 1));

        assertThatThrownBy(() -> loop.turn(nothing()))
                .isInstanceOf(SparkException.class)
                .hasMessageContaining("failed 1 times")
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not balance");
    }

    @Test
    void hasNothingToWaitForWhereNothingIsHeldForATimeOnly() {
        TurnLoop loop = loop();
        loop.open(nothing());
        loop.apply(PipelineText.of(Pipeline.NONE), Set.of("orders"));
        assertThat(loop.untilNextDue()).as("every partition looks again").contains(Duration.ZERO);

        loop.turn(nothing());

        assertThat(loop.untilNextDue()).isEmpty();
    }

    /** The first compute brings stores of its own, and what is made there may be given to a topic that was there before. */
    @Test
    void hasSubscriptionsBeginWhereTheFirstComputeKeepsItsResults() {
        TurnLoop loop = loop();
        loop.open(nothing());
        apply(loop, NEWS);
        requests.ask(new SubscriptionRequest(ADA, Wish.SUBSCRIBE, Start.HELD, Lasting.DURABLE));
        loop.turn(nothing());
        requests.ask(SubscriptionRequest.leave(ADA));
        loop.turn(nothing());

        apply(loop, COUNTING);
        loop.turn(nothing());

        assertThat(whereAdaIsKnown(loop)).containsExactly(true, true);
    }

    /** A crash between a change and the turn that follows it. */
    @Test
    void opensWhatWasChangedAndNeverTurned() {
        TurnLoop loop = loop();
        loop.open(nothing());
        apply(loop, NEWS);
        requests.ask(new SubscriptionRequest(ADA, Wish.SUBSCRIBE, Start.HELD, Lasting.DURABLE));
        loop.turn(nothing());
        apply(loop, COUNTING);

        TurnLoop again = loop();
        again.open(nothing());
        again.turn(nothing());

        assertThat(whereAdaIsKnown(again)).containsExactly(true, true);
    }

    /** What comes for a window that passed while the hub was down, and that nothing closes in the first time after the start. */
    @Test
    void takesNothingAsTooLateWhileNothingExpires() throws IOException {
        long down = NOW - Duration.ofHours(3).toMillis();
        log.append(new EpochRecord(1, down, List.of(StoreVersion.EMPTY), Map.of(), Map.of()));
        TurnLoop loop = loop(Duration.ofHours(1));
        loop.open(nothing());
        apply(loop, HOURLY);

        turnWithOneOf(loop, NOW - Duration.ofHours(2).toMillis());
        assertThat(loop.ledger().count("hourly/orders", Counter.USED)).isEqualTo(1);

        turnWithOneOf(loop, down - Duration.ofHours(2).toMillis());
        assertThat(loop.ledger().count("hourly/orders", Counter.DEAD))
                .as("that window was over before the hub stopped")
                .isEqualTo(1);
    }

    /** A letter that comes back is taken as if it came through the door, and needs none. */
    private void turnWithOneOf(TurnLoop loop, long timeMillis) {
        byte[] body = ("{\"k\":\"a\",\"at\":\"" + Instant.ofEpochMilli(timeMillis) + "\"}").getBytes(UTF_8);
        byte[] letter =
                new StoredMessage(1, 0, NOW, NOW, "orders", null, "application/json", Map.of(), body, null).write();
        Redrive coming = new Redrive(
                "dead/orders",
                new long[0],
                List.of(new Redrive.ToStream("orders", BodyFormat.JSON, "a".getBytes(UTF_8), null, letter)));
        requests.sendBack(new PlannedRedrive(
                "dead/orders",
                Set.of("orders"),
                Map.of(0, coming),
                new RedriveReport(Map.of(), Map.of(), List.of()),
                new CompletableFuture<>()));
        loop.turn(nothing());
    }

    private static void apply(TurnLoop loop, String pipeline) {
        Pipeline rules = PipelineFile.parse(Map.of("pipeline", pipeline));
        loop.apply(PipelineText.of(rules), rules.names());
    }

    private List<Boolean> whereAdaIsKnown(TurnLoop loop) {
        LookUp<Boolean> known =
                held -> held.rows().get(RowKey.subscription(held.names().number(ADA))) != null;
        CompletableFuture<List<Boolean>> answers =
                requests.look(Map.of(0, known, 1, known)).toCompletableFuture();
        loop.turn(nothing());
        return answers.join();
    }

    private TurnLoop loop() {
        return loop(Duration.ZERO);
    }

    private TurnLoop loop(Duration grace) {
        return new TurnLoop(
                log,
                requests,
                new SessionBook(),
                new HubClock(NOW, false, InstantSource.fixed(Instant.ofEpochMilli(NOW)), System::nanoTime),
                new TurnLimits(grace, SubscriptionLimits.DEFAULT));
    }

    /** One message waits, and the ledger says that five were made. */
    private StoreVersion heldWithWrongLedger() {
        OpenStore store = stores.open(0, StoreVersion.EMPTY);
        HeldPartition partition =
                HeldPartition.open(store.state(), Names.of(NAMES), rules.rules(RulesText.of(1, "")), NOW);
        Outbox outbox = new Outbox(partition, new Turn(1, 0, NOW), Map.of());
        outbox.append(
                "orders",
                new StoredMessage(1, 0, NOW, NOW, "orders", null, "text/plain", Map.of(), new byte[] {'a'}, null));
        outbox.flush(new LedgerRow());
        LedgerRow wrong = new LedgerRow();
        wrong.add(LedgerLine.of(ORDERS), Counter.MADE, 5);
        store.state().put(RowKey.ledger(), wrong.write());
        return store.commit();
    }

    private CutRdd nothing() {
        return new CutRdd(spark, List.of(), 1, Map.of());
    }
}
