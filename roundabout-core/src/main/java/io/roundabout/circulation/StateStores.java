package io.roundabout.circulation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.execution.streaming.state.NoPrefixKeyStateEncoderSpec;
import org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider;
import org.apache.spark.sql.execution.streaming.state.StateStoreConf;
import org.apache.spark.sql.execution.streaming.state.StateStoreId;
import org.apache.spark.sql.execution.streaming.state.StateStoreProvider;
import org.apache.spark.sql.execution.streaming.state.StateStoreProvider$;
import org.apache.spark.sql.execution.streaming.state.StateStoreProviderId;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * The state stores of this JVM, one a partition, opened when a task first asks. The one class that knows how Spark's state
 * store is driven outside Structured Streaming. Thread-safe.
 */
final class StateStores implements AutoCloseable {
    private static final StructType KEY = new StructType().add("key", DataTypes.BinaryType);
    private static final StructType VALUE = new StructType().add("value", DataTypes.BinaryType);
    private static final long MAINTENANCE_SECONDS = 10;
    /**
     * Commits since the last uploaded snapshot at which the next upload no longer waits for its time. Each change log names
     * them all in a header that takes 65,535 bytes, some 870 commits: Spark fails the commit beyond that.
     */
    private static final int UPLOAD_DUE = 250;

    private static final int UPLOAD_OVERDUE = 600;

    /** Every turn opens every store, so one that so many turns have passed over is used in another JVM. */
    private static final int LEFT_AFTER = 20;

    private final String folder;
    private final Map<String, String> settings;
    private final Configuration hadoop;
    private final Map<Integer, RocksDBStateStoreProvider> providers = new ConcurrentHashMap<>();
    private final Map<Integer, Future<?>> uploads = new ConcurrentHashMap<>();
    private final Map<Integer, Long> lastUse = new ConcurrentHashMap<>();
    private final AtomicLong newestUse = new AtomicLong();
    private final ScheduledFuture<?> upkeep;
    private final ScheduledExecutorService maintenance = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "roundabout-circulation-maintenance");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Prepares the stores of a state folder.
     *
     * @param folder where the partitions keep their checkpoints; must outlive this
     * @param settings Spark SQL and Hadoop settings, by name
     */
    StateStores(StateFolder folder, Map<String, String> settings) {
        this(Travelling.of(folder, settings, List.of()), folder.hadoop());
    }

    /** Prepares the stores of a state folder in the JVM of an executor. */
    StateStores(Travelling travelling) {
        this(travelling, travelling.configuration());
    }

    private StateStores(Travelling travelling, Configuration hadoop) {
        this.folder = travelling.stores();
        this.settings = travelling.settings();
        this.hadoop = hadoop;
        upkeep = maintenance.scheduleWithFixedDelay(
                this::maintain, MAINTENANCE_SECONDS, MAINTENANCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens a partition's store to be changed. */
    OpenStore open(int partition, StoreVersion version) {
        OpenStore store = new OpenStore(provider(partition).getStore(version.version(), checkpoint(version)));
        upload(partition, store.commitsSinceSnapshot());
        return store;
    }

    /** Has a snapshot uploaded before its time; where that is overdue, the turn waits for it. */
    private void upload(int partition, int commits) {
        if (commits < UPLOAD_DUE) {
            return;
        }
        Future<?> upload = uploads.compute(
                partition,
                (key, last) -> last != null && !last.isDone()
                        ? last
                        : maintenance.submit(() -> provider(partition).doMaintenance()));
        if (commits >= UPLOAD_OVERDUE) {
            await(upload);
        }
    }

    private static void await(Future<?> upload) {
        try {
            upload.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("no snapshot could be uploaded", e);
        }
    }

    /** Opens a partition's store to be read only. */
    OpenStore openToRead(int partition, StoreVersion version) {
        return new OpenStore((RocksDBStateStoreProvider.RocksDBStateStore)
                provider(partition).getReadStore(version.version(), checkpoint(version)));
    }

    private static Option<String> checkpoint(StoreVersion version) {
        return version.version() == 0 ? Option.empty() : Option.apply(version.checkpoint());
    }

    private RocksDBStateStoreProvider provider(int partition) {
        return providers.computeIfAbsent(partition, this::create);
    }

    private RocksDBStateStoreProvider create(int partition) {
        SQLConf sql = new SQLConf();
        Configuration files = new Configuration(hadoop);
        settings.forEach((name, value) -> {
            sql.setConfString(name, value);
            files.set(name, value);
        });
        UUID run = UUID.randomUUID();
        files.set("sql.streaming.queryId", run.toString());
        files.set("sql.streaming.runId", run.toString());
        StateStoreProvider provider = StateStoreProvider$.MODULE$.createAndInit(
                new StateStoreProviderId(new StateStoreId(folder, 0, partition, "default"), run),
                KEY,
                VALUE,
                new NoPrefixKeyStateEncoderSpec(KEY),
                false,
                new StateStoreConf(sql, scala.collection.immutable.Map$.MODULE$.empty()),
                files,
                false,
                Option.empty());
        return (RocksDBStateStoreProvider) provider;
    }

    /** Notes that a turn opens a partition's store. */
    void use(int partition, long turn) {
        lastUse.put(partition, turn);
        newestUse.accumulateAndGet(turn, Math::max);
    }

    /** Returns the partitions whose stores are loaded here. */
    Set<Integer> loaded() {
        return Set.copyOf(providers.keySet());
    }

    /** On a cluster a partition may have moved to another executor, for which it would be looked after twice. */
    private void closeWhatMoved() {
        long oldest = newestUse.get() - LEFT_AFTER;
        lastUse.forEach((partition, turn) -> {
            if (turn < oldest && lastUse.remove(partition, turn)) {
                uploads.remove(partition);
                RocksDBStateStoreProvider moved = providers.remove(partition);
                if (moved != null) {
                    moved.close();
                }
            }
        });
    }

    /** Uploads what is due and removes what is no longer needed, now. */
    void maintain() {
        closeWhatMoved();
        providers.values().forEach(RocksDBStateStoreProvider::doMaintenance);
    }

    @Override
    public void close() {
        upkeep.cancel(false);
        maintenance.shutdown();
        providers.values().forEach(RocksDBStateStoreProvider::close);
        providers.clear();
    }
}
