package io.roundabout.entrance.spark;

import io.roundabout.entrance.Cut;
import io.roundabout.entrance.CutSink;
import io.roundabout.entrance.EntranceServer;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;

/**
 * Stores each cut of the entrance in this JVM as one block: an element for each state partition's slice, with the manifest
 * as its metadata, which Spark carries to the driver. Blocks stay in memory only; a vehicle keeps what is not yet
 * acknowledged.
 */
public final class EntranceReceiver extends Receiver<byte[]> implements CutSink {
    private static final long serialVersionUID = 1L;

    /** Creates a receiver; Spark starts it where the entrance lives. */
    public EntranceReceiver() {
        super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {
        JvmResidents.find(EntranceServer.class).attach(this);
    }

    @Override
    public void onStop() {
        JvmResidents.find(EntranceServer.class).detach(this);
    }

    @Override
    public void store(Cut cut) {
        store(cut.slices().iterator(), cut.manifest());
    }
}
