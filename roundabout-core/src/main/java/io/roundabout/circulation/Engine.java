package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.entrance.spark.JvmResidents;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.dstream.DStream;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark as this hub has it: in its own JVM or on a cluster. Confined to the thread that opens the hub, but for {@link
 * #cuts}, which the loop's thread calls once there are turns.
 */
@SuppressWarnings("deprecation") // Spark Streaming is the engine: docs/decisions/0002-spark-streaming-as-engine.md
final class Engine {
    private static final Duration BATCH = new Duration(1);

    private final SparkMaster master;
    private final int partitions;
    private final Travelling travelling;
    private final StreamingContext context;
    private final LiveExecutors executors = new LiveExecutors();
    private final Places places = new Places();

    private Engine(SparkMaster master, int partitions, Travelling travelling, StreamingContext context) {
        this.master = master;
        this.partitions = partitions;
        this.travelling = travelling;
        this.context = context;
    }

    /**
     * Starts Spark; on a cluster returns once there is an executor.
     *
     * @param conf how Spark is set up
     * @param travelling what executors must know
     * @param partitions state partitions of the folder
     * @throws RoundaboutException {@code MASTER_UNREACHABLE} or {@code NO_EXECUTOR}
     */
    static Engine start(CirculationSettings settings, SparkConf conf, Travelling travelling, int partitions) {
        SparkMaster master = new SparkMaster(settings.master());
        if (master.isThisJvm()) {
            return new Engine(master, partitions, travelling, new StreamingContext(conf, BATCH));
        }
        master.requireListening();
        JvmResidents.put(Travelling.class, travelling);
        Engine started = null;
        boolean whole = false;
        try {
            started = new Engine(master, partitions, travelling, connect(master, conf));
            started.awaitExecutor(settings.cluster());
            whole = true;
            return started;
        } finally {
            if (!whole && started != null) {
                started.stop();
            } else if (!whole) {
                JvmResidents.remove(Travelling.class, travelling);
            }
        }
    }

    /** Spark asks the master for a minute; then it stops itself, and fails over one thing or another that is gone. */
    @SuppressWarnings("IllegalCatch") // which one it fails over is a matter of chance
    private static StreamingContext connect(SparkMaster master, SparkConf conf) {
        try {
            StreamingContext context = new StreamingContext(conf, BATCH);
            if (context.sparkContext().isStopped()) {
                throw master.unreachable("it did not answer", null);
            }
            return context;
        } catch (RoundaboutException e) {
            throw e;
        } catch (Exception e) {
            throw master.unreachable(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
    }

    private void awaitExecutor(ClusterSettings cluster) {
        SparkContext spark = context.sparkContext();
        spark.addSparkListener(executors);
        executors.addAll(CollectionConverters.asJava(
                        SparkEnv.get().blockManager().master().getMemoryStatus())
                .keySet());
        try {
            if (!executors.awaitFirst(cluster.patience())) {
                throw new RoundaboutException(
                        Fault.SURROUNDINGS,
                        "NO_EXECUTOR",
                        "'" + master.text() + "' gave this hub no executor within "
                                + cluster.patience().toSeconds() + " s. See that it has workers with memory and cores"
                                + " to spare, that they have the hub's jars, and that they reach the hub at "
                                + spark.conf().get("spark.driver.host") + " (SPARK_LOCAL_IP).");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it waited for an executor", e);
        }
    }

    /** Returns the RDD of a turn over some cuts. */
    CutRdd cuts(List<StoredCut> some) {
        SparkContext spark = context.sparkContext();
        Map<Integer, String> homes = places.assign(partitions, executors.places());
        return new CutRdd(spark, some, partitions, homes);
    }

    /**
     * Returns the stream of what the entrance stores; before {@link #begin}.
     *
     * @param onFailure hears why a batch could not be made
     */
    DStream<byte[]> stream(Consumer<Throwable> onFailure) {
        return master.isThisJvm()
                ? new CutStream(context, this::cuts, onFailure)
                : new DriverCutStream(context, this::cuts, onFailure);
    }

    /** Begins to make batches. */
    void begin() {
        context.start();
    }

    /** Stops Spark, which leaves no process behind on a cluster. */
    void stop() {
        context.stop(true, false);
        JvmResidents.remove(Travelling.class, travelling);
    }
}
