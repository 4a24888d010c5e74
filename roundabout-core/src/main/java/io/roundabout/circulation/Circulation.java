package io.roundabout.circulation;

import com.codahale.metrics.MetricRegistry;
import io.roundabout.entrance.DecisionListener;
import io.roundabout.entrance.Greeting;
import io.roundabout.entrance.Partitions;
import io.roundabout.entrance.spark.JvmResidents;
import io.roundabout.expression.CatalystExpressions;
import io.roundabout.join.RuleClasses;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.outbox.TurnListener;
import io.roundabout.state.Ledger;
import io.roundabout.state.LookUp;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag$;

/**
 * The loop: one Spark Streaming application whose batches are turns. Opens the state folder, runs turns when there is
 * something to do, and nothing otherwise. Thread-safe.
 */
@SuppressWarnings("deprecation") // Spark Streaming is the engine: docs/decisions/0002-spark-streaming-as-engine.md
public final class Circulation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Circulation.class);
    private static final Duration LAST_TURNS = Duration.ofSeconds(2);

    private final CirculationSettings settings;
    private final FirstFailure onFailure;
    private final StateFolder folder;
    private final EpochLog log;
    private final TurnBell bell;
    private final TurnRequests requests;
    private final Redrives redrives;
    private final SessionBook sessions = new SessionBook();
    private final TurnLoop loop;
    private final StateStores stores;
    private final RulesCache rules;
    private @Nullable Engine engine;
    private LoopMeter meter = LoopMeter.NOBODY;
    private Map<String, String> sending = Map.of();
    private Optional<Source> sent = Optional.empty();
    private boolean started;
    private volatile boolean leaving;
    private volatile boolean closing;

    private Circulation(
            CirculationSettings settings,
            RuleClasses classes,
            StateFolder folder,
            EpochLog log,
            FirstFailure onFailure) {
        this.rules = new RulesCache(new CatalystExpressions(classes));
        this.settings = settings;
        this.folder = folder;
        this.log = log;
        this.onFailure = onFailure;
        bell = new TurnBell(settings.turnGap());
        requests = new TurnRequests(bell);
        redrives = new Redrives(requests, new Partitions(log.header().partitions()));
        loop = new TurnLoop(
                log,
                requests,
                sessions,
                new HubClock(log.last().time(), log.last().unconfirmed(), InstantSource.system(), System::nanoTime),
                new TurnLimits(settings.expiryGrace(), settings.subscriptions()));
        stores = new StateStores(folder, SparkSettings.stores());
    }

    /**
     * Opens the state folder, making it if there is none, and removes what a crash left there.
     *
     * @param classes finds the classes that joins name
     * @param disk where a state folder of this machine is
     * @param onFailure hears, once, of what makes the loop stop; it must end the process
     * @throws io.roundabout.RoundaboutException {@code STATE_IN_USE}, {@code STATE_UNREADABLE}, {@code STATE_TOO_NEW}, or {@code
     *     STATE_NOT_SHARED} on a cluster with a folder of one machine
     */
    public static Circulation open(
            CirculationSettings settings, RuleClasses classes, Disk disk, Consumer<Throwable> onFailure) {
        settings.requireSharedState();
        FirstFailure first = new FirstFailure(onFailure);
        byte[] id = new byte[4];
        ThreadLocalRandom.current().nextBytes(id);
        LogHeader fresh = new LogHeader(LogHeader.FORMAT, HexFormat.of().formatHex(id), settings.partitions(), "");
        StateFolder folder = StateFolder.open(settings, new SyncedDisk(disk, settings.syncing(), first), first);
        EpochLog log = EpochLog.open(folder, fresh);
        boolean clean = false;
        try {
            Leftovers.remove(folder, log.last().stores());
            WorkFolder.empty(settings.workFolder(log.header().hub()));
            clean = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!clean) {
                log.close();
            }
        }
        return new Circulation(settings, classes, folder, log, first);
    }

    /** Returns the id of the state folder; message ids begin with it. */
    public String hubId() {
        return log.header().hub();
    }

    /** Returns the state partitions of the folder. */
    public Partitions partitions() {
        return new Partitions(log.header().partitions());
    }

    /** Returns where Spark listens, for its own processes only; after {@link #warmUp}. */
    public List<InetSocketAddress> sparkAddresses() {
        SparkEnv spark = SparkEnv.get();
        return Stream.of(
                        spark.rpcEnv().address().port(),
                        spark.blockManager().blockManagerId().port())
                .map(port -> new InetSocketAddress(spark.rpcEnv().address().host(), port))
                .toList();
    }

    /** Returns the lanes that an address may have: one in each partition of messages, and one in each of results. */
    public int lanes() {
        return 2 * log.header().partitions();
    }

    /** Returns the pipeline in force, as text; empty if there is none. */
    public String pipeline() {
        return log.header().pipeline();
    }

    /** Returns every name of a stream, join or output that was ever in use; before {@link #start}. */
    public Set<String> streams() {
        return log.names().keySet().stream()
                .filter(name -> !Outbox.isDeadLetters(name) && !SubscriptionAddress.isSubscription(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns what the gate asks for. */
    public OutputRequests requests() {
        return requests;
    }

    /**
     * Puts rules in force, between {@link #warmUp} and {@link #start}.
     *
     * @throws io.roundabout.RoundaboutException if the change's judge says so
     */
    public void changeNow(RuleChange change) {
        loop.changeNow(change, engine().cuts(List.of()));
    }

    /**
     * Puts rules in force between two turns. What was received before and is in no turn yet is taken by them.
     *
     * @return completed on the loop's thread once they are: they are in the log, and the doors go by them; or with the
     *     exception of the change's judge
     * @throws io.roundabout.RoundaboutException with code {@code BUSY} if too many changes wait
     */
    public CompletionStage<Void> change(RuleChange change) {
        return requests.change(change);
    }

    /** Says who hears how long things take; before {@link #warmUp}. */
    public void tell(LoopMeter hearing) {
        meter = hearing;
        log.tell(hearing);
    }

    /** Has metrics sent to Graphite; before {@link #warmUp}. */
    public void send(MetricRegistry metrics, Graphite to) {
        sending = to.settings();
        sent = Optional.of(new Graphite.HubSource(metrics));
    }

    /** Returns the version of Spark. */
    public String sparkVersion() {
        return org.apache.spark.package$.MODULE$.SPARK_VERSION();
    }

    /** Starts Spark and reads what is held; turns begin with {@link #start}. Takes seconds. */
    public void warmUp() {
        JvmResidents.put(TurnBell.class, bell);
        JvmResidents.put(StateStores.class, stores);
        JvmResidents.put(RulesCache.class, rules);
        int partitions = log.header().partitions();
        SparkConf conf = SparkSettings.application(settings, partitions, settings.workFolder(hubId()));
        sending.forEach(conf::set);
        Travelling travelling =
                Travelling.of(folder, SparkSettings.stores(), settings.cluster().jars());
        engine = Engine.start(settings, conf, travelling, partitions);
        sent.ifPresent(SparkEnv.get().metricsSystem()::registerSource);
        loop.open(engine.cuts(List.of()));
    }

    private Engine engine() {
        return Objects.requireNonNull(engine, "warmUp comes first");
    }

    /**
     * Begins to turn.
     *
     * @param gate hears of committed turns
     * @param entrance hears what became of cuts
     */
    public void start(TurnListener gate, DecisionListener entrance) {
        Engine turning = engine();
        loop.tell(gate, entrance);
        new JavaDStream<>(turning.stream(this::report), ClassTag$.MODULE$.apply(byte[].class))
                .foreachRDD(rdd -> turn(rdd.rdd()));
        ringForWhatIsLeft();
        turning.begin();
        started = true;
    }

    @SuppressWarnings("IllegalCatch") // top of the loop: whatever it is, no later turn may run
    private void turn(org.apache.spark.rdd.RDD<byte[]> cuts) {
        long begin = System.nanoTime();
        long before = loop.epoch();
        try {
            loop.turn((CutRdd) cuts);
        } catch (Throwable e) {
            report(e);
            throw e;
        }
        meter.turned(System.nanoTime() - begin, loop.epoch() != before);
        ringForWhatIsLeft();
        bell.turned();
    }

    /**
     * What is owed, or held for a time only, needs turns though nobody asks for them; it is kept, so a hub that stops leaves
     * it to the next start.
     */
    private void ringForWhatIsLeft() {
        if (leaving) {
            return;
        }
        if (loop.owes()) {
            bell.ring();
        }
        loop.untilNextDue().ifPresentOrElse(bell::ringAfter, bell::disarm);
    }

    /**
     * Asks the partition of a key. Answered by the next turn or one soon after, on the loop's thread: whoever has more to do with
     * the answer does it elsewhere.
     *
     * @throws io.roundabout.RoundaboutException with code {@code BUSY} if too many wait for answers
     */
    public <A extends Serializable> CompletionStage<A> look(byte[] key, LookUp<A> question) {
        return requests.look(Map.of(partitions().of(key), question)).thenApply(answers -> answers.get(0));
    }

    /** As {@link #look}, but asks every partition there is, those of results, if there are any, behind those of messages; the answers are in their order. */
    public <A extends Serializable> CompletionStage<List<A>> lookEverywhere(LookUp<A> question) {
        return requests.look(IntStream.range(0, lanes())
                .boxed()
                .collect(Collectors.toMap(Function.identity(), partition -> question)));
    }

    /** Sends dead letters back, as many as a step takes; see {@link Redrives#step}. */
    public CompletionStage<RedriveReport> redrive(RedriveStep step, Destination.Judge judge) {
        return redrives.step(step, judge);
    }

    /** Looks up a session; see {@link io.roundabout.entrance.HubLine#greet}. */
    public CompletionStage<Greeting> greet(String session) {
        return requests.greet(session);
    }

    /** Forgets a session's place; see {@link io.roundabout.entrance.HubLine#farewell}. */
    public void farewell(String session) {
        sessions.farewell(session);
    }

    /** Asks for a turn, because a cut is stored. */
    public void ring() {
        bell.ring();
    }

    /** Returns what is counted as of the last turn. */
    public Ledger ledger() {
        return loop.ledger();
    }

    /**
     * Says that the clock of the machine is right, which was more than seven days ahead at a start: what is due by it expires
     * then.
     *
     * @return completed once that is kept
     */
    public CompletionStage<Void> acceptClock() {
        CompletionStage<Void> answer = loop.acceptClock();
        bell.ring();
        return answer;
    }

    /** Returns whether nothing expires until {@link #acceptClock}. */
    public boolean isClockUnconfirmed() {
        return loop.isClockUnconfirmed();
    }

    /**
     * Returns the disk of this machine that the state is on; for state on HDFS, the disk of the work folder. After {@link #open}.
     *
     * @throws IOException if it cannot be found
     */
    public FileStore disk() throws IOException {
        return Files.getFileStore(settings.workFolder(hubId()));
    }

    /** Returns how many messages wait to be collected at an address, as of the last turn. */
    public long waiting(String address) {
        return loop.waiting(address);
    }

    /** Returns how long messages have waited. */
    public Ages ages() {
        return loop.ages();
    }

    /** Returns when the last message came of each stream whose messages are expected, as of the last turn. */
    public Map<String, Arrival> arrivals() {
        return loop.arrivals();
    }

    /** Returns the number of the last committed turn. */
    public long epoch() {
        return loop.epoch();
    }

    /** Commits what was asked for, as far as seconds allow, and stops. A new state folder that was never used is removed. */
    @Override
    public void close() {
        leaving = true;
        if (engine != null) {
            awaitQuiet();
            closing = true;
            engine.stop();
        }
        JvmResidents.remove(TurnBell.class, bell);
        JvmResidents.remove(StateStores.class, stores);
        JvmResidents.remove(RulesCache.class, rules);
        stores.close();
        if (!started) {
            folder.removeIfNew();
        }
        log.close();
    }

    /** A turn that is cut short by closing has not failed: nothing of it was acknowledged. */
    private void report(Throwable failure) {
        if (!closing) {
            onFailure.accept(folder.explained(failure));
        }
    }

    private void awaitQuiet() {
        try {
            if (started && !bell.awaitQuiet(LAST_TURNS)) {
                LOG.warn("the last turns took longer than {}; what they did not commit is asked for again", LAST_TURNS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
