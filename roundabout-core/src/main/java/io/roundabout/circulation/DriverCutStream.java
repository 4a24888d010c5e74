package io.roundabout.circulation;

import io.roundabout.entrance.Cut;
import io.roundabout.entrance.CutSink;
import io.roundabout.entrance.EntranceServer;
import io.roundabout.entrance.spark.JvmResidents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.StreamBlockId;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.InputDStream;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The stream of cuts on a cluster, where Spark runs receivers on executors, but the entrance is in the driver: it stores its
 * cuts in the driver's own memory, each slice by itself, so that an executor fetches only what it takes. No executor that
 * dies takes a cut with it.
 */
@SuppressWarnings("deprecation") // docs/decisions: Spark Streaming is the engine, deprecated or not
final class DriverCutStream extends InputDStream<byte[]> implements CutSink {
    private static final long serialVersionUID = 1L;
    private static final ClassTag<byte[]> SLICE = ClassTag$.MODULE$.apply(byte[].class);

    private final transient Function<List<StoredCut>, CutRdd> cuts;
    private final transient Consumer<Throwable> onFailure;
    private final transient ConcurrentLinkedQueue<StoredCut> stored = new ConcurrentLinkedQueue<>();
    private transient @Nullable EntranceServer entrance;

    /** Confined to the entrance's storing thread. */
    private transient long nextBlock;

    /**
     * Creates the stream.
     *
     * @param cuts makes the RDD of a batch
     * @param onFailure hears why a batch could not be made; Spark itself would only log it and wait
     */
    DriverCutStream(StreamingContext context, Function<List<StoredCut>, CutRdd> cuts, Consumer<Throwable> onFailure) {
        super(context, SLICE);
        this.cuts = cuts;
        this.onFailure = onFailure;
    }

    @Override
    public void start() {
        EntranceServer found = JvmResidents.find(EntranceServer.class);
        entrance = found;
        found.attach(this);
    }

    @Override
    public void stop() {
        EntranceServer attached = entrance;
        if (attached != null) {
            entrance = null;
            attached.detach(this);
        }
    }

    @Override
    public void store(Cut cut) {
        BlockManager blocks = SparkEnv.get().blockManager();
        StoredCut at = new StoredCut(cut.manifest(), new StreamBlockId(id(), nextBlock), true);
        nextBlock += cut.slices().size();
        for (int partition = 0; partition < cut.slices().size(); partition++) {
            byte[] slice = cut.slices().get(partition);
            if (slice.length > 0
                    && !blocks.putSingle(at.blockOf(partition), slice, StorageLevel.MEMORY_ONLY(), true, SLICE)) {
                at.forget();
                throw new IllegalStateException("cut " + cut.manifest().cut() + " has no room in memory");
            }
        }
        stored.add(at);
    }

    @Override
    @SuppressWarnings("IllegalCatch") // without a batch no turn ends, and the hub would stand still
    public Option<RDD<byte[]>> compute(Time time) {
        try {
            List<StoredCut> batch = new ArrayList<>();
            for (StoredCut cut = stored.poll(); cut != null; cut = stored.poll()) {
                batch.add(cut);
            }
            return Option.apply(cuts.apply(batch));
        } catch (Throwable e) {
            onFailure.accept(e);
            throw e;
        }
    }
}
