package io.roundabout.circulation;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider;

/** How Spark is set up to run the loop. Why each setting is as it is: docs/decisions/0002-spark-streaming-as-engine.md. */
final class SparkSettings {
    /** Where Spark's own processes reach each other. */
    static final String HOST = "127.0.0.1";

    private static final String STORE = "spark.sql.streaming.stateStore.";
    private static final String ROCKS = STORE + "rocksdb.";

    private SparkSettings() {}

    /**
     * Returns the settings of the Spark application.
     *
     * @param settings the loop's settings
     * @param partitions state partitions of the folder
     * @param work folder on a disk of this machine for what need not survive
     */
    static SparkConf application(CirculationSettings settings, int partitions, Path work) {
        SparkConf conf = new SparkConf(true)
                .setAppName("roundabout")
                .setMaster(master(settings.master(), partitions))
                .set("spark.streaming.clock", TurnClock.class.getName())
                .set("spark.streaming.concurrentJobs", "1")
                .set("spark.streaming.ui.retainedBatches", "1")
                .set("spark.speculation", "false")
                .set("spark.ui.enabled", "false")
                .set("spark.broadcast.compress", "false")
                .set("spark.broadcast.checksum", "false")
                .set("spark.task.maxDirectResultSize", "64m")
                // Until then it holds what it wrote: pieces of what computes add, for each partition of results.
                .set("spark.serializer.objectStreamReset", "8")
                .set("spark.local.dir", work.toString())
                .set("spark.hadoop.fs.file.impl", UnforkedFileSystem.class.getName());
        SparkMaster master = new SparkMaster(settings.master());
        return master.isThisJvm() ? alone(conf) : clustered(conf, master, settings.cluster());
    }

    /** A task that fails here would fail again; and nobody else is to reach Spark, whose RPC makes objects of bytes. */
    private static SparkConf alone(SparkConf conf) {
        return conf.set("spark.task.maxFailures", "1")
                .set("spark.locality.wait", "0s")
                .set("spark.eventLog.enabled", "false")
                .set("spark.driver.host", HOST)
                .set("spark.driver.bindAddress", HOST)
                .set("spark.authenticate", "true");
    }

    /** A task whose executor died runs again elsewhere. Where the hub can be reached is for Spark's own settings to say. */
    private static SparkConf clustered(SparkConf conf, SparkMaster master, ClusterSettings cluster) {
        conf.set("spark.task.maxFailures", "4")
                .set("spark.locality.wait", "3s")
                .set("spark.dynamicAllocation.enabled", "false")
                .set("spark.plugins", ClusterPlugin.class.getName())
                .setIfMissing("spark.eventLog.enabled", "false")
                .setIfMissing("spark.authenticate", "true");
        if (!cluster.jars().isEmpty()) {
            conf.set("spark.files", ClusterFiles.of(cluster.jars()));
        }
        ClusterSecret.find(conf, master, cluster).ifPresent(secret -> conf.set("spark.authenticate.secret", secret));
        return conf;
    }

    /** Returns the settings of the state stores, wherever they are. */
    static Map<String, String> stores() {
        Map<String, String> store = new TreeMap<>();
        store.put(STORE + "providerClass", RocksDBStateStoreProvider.class.getName());
        store.put(STORE + "checkpointFormatVersion", "2");
        store.put(STORE + "coordinatorReportSnapshotUploadLag", "false");
        store.put(STORE + "commitValidation.enabled", "false");
        store.put("spark.sql.streaming.minBatchesToRetain", "10");
        store.put(STORE + "minDeltasForSnapshot", "100");
        store.put("spark.sql.streaming.checkpoint.fileChecksum.enabled", "false");
        store.put(ROCKS + "changelogCheckpointing.enabled", "true");
        store.put(ROCKS + "trackTotalNumberOfRows", "false");
        store.put(ROCKS + "boundedMemoryUsage", "true");
        store.put(ROCKS + "maxMemoryUsageMB", "512");
        store.put(ROCKS + "writeBufferSizeMB", "64");
        store.put(ROCKS + "maxWriteBufferNumber", "3");
        store.put(ROCKS + "blockSizeKB", "16");
        store.put("fs.file.impl", UnforkedFileSystem.class.getName());
        return store;
    }

    /** Reads {@code local[*]} as enough threads for the receiver and every partition; a task is tried once. */
    static String master(String wanted, int partitions) {
        if (!wanted.equals("local[*]") && !wanted.equals("local")) {
            return wanted;
        }
        int receivers = 1;
        int threads = Math.max(Runtime.getRuntime().availableProcessors(), receivers + partitions + 1);
        return "local[" + threads + "]";
    }
}
