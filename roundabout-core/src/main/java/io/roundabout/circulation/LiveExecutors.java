package io.roundabout.circulation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.ExecutorCacheTaskLocation;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockManagerAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.storage.BlockManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executors that live, as far as Spark told: it may forget to, so nothing depends on it but where tasks would like to
 * run. Thread-safe.
 */
final class LiveExecutors extends SparkListener {
    private static final Logger LOG = LoggerFactory.getLogger(LiveExecutors.class);

    private final Map<String, String> places = new ConcurrentHashMap<>();
    private final CountDownLatch first = new CountDownLatch(1);

    @Override
    public void onBlockManagerAdded(SparkListenerBlockManagerAdded added) {
        add(added.blockManagerId());
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        if (places.remove(removed.executorId()) != null) {
            LOG.warn(
                    "executor {} is gone ({}); its partitions go on elsewhere, from the last committed turn",
                    removed.executorId(),
                    removed.reason());
        }
    }

    /** Notes those that came before anybody listened. */
    void addAll(Collection<BlockManagerId> known) {
        known.forEach(this::add);
    }

    private void add(BlockManagerId one) {
        if (!one.isDriver()) {
            places.put(one.executorId(), new ExecutorCacheTaskLocation(one.host(), one.executorId()).toString());
            first.countDown();
        }
    }

    /** Waits for the first one; returns whether it came in time. */
    boolean awaitFirst(Duration most) throws InterruptedException {
        return first.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns them as places of tasks. */
    List<String> places() {
        return places.values().stream().sorted().toList();
    }
}
