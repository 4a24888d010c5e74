package io.roundabout.circulation;

import io.roundabout.entrance.CutManifest;
import io.roundabout.entrance.spark.EntranceReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.dstream.ReceiverInputDStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.apache.spark.streaming.scheduler.ReceivedBlockInfo;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** The stream of cuts: each batch is a {@link CutRdd} of the cuts stored since the batch before, even if there are none. */
@SuppressWarnings("deprecation") // docs/decisions: Spark Streaming is the engine, deprecated or not
final class CutStream extends ReceiverInputDStream<byte[]> {
    private static final long serialVersionUID = 1L;

    private final transient Function<List<StoredCut>, CutRdd> rdd;
    private final transient Consumer<Throwable> onFailure;

    /**
     * Creates the stream.
     *
     * @param rdd makes the RDD of a batch
     * @param onFailure hears why a batch could not be made; Spark itself would only log it and wait
     */
    CutStream(StreamingContext context, Function<List<StoredCut>, CutRdd> rdd, Consumer<Throwable> onFailure) {
        super(context, ClassTag$.MODULE$.apply(byte[].class));
        this.rdd = rdd;
        this.onFailure = onFailure;
    }

    @Override
    public Receiver<byte[]> getReceiver() {
        return new EntranceReceiver();
    }

    @Override
    @SuppressWarnings("IllegalCatch") // without a batch no turn ends, and the hub would stand still
    public Option<RDD<byte[]>> compute(Time time) {
        try {
            return Option.apply(rdd.apply(cuts(time)));
        } catch (Throwable e) {
            onFailure.accept(e);
            throw e;
        }
    }

    private List<StoredCut> cuts(Time time) {
        List<StoredCut> cuts = new ArrayList<>();
        for (ReceivedBlockInfo block : CollectionConverters.asJava(
                context().scheduler().receiverTracker().getBlocksOfBatchAndStream(time, id()))) {
            cuts.add(new StoredCut((CutManifest) block.metadataOption().get(), block.blockId()));
        }
        return cuts;
    }
}
