package io.roundabout.entrance.spark;

import io.roundabout.entrance.Cut;
import io.roundabout.entrance.CutSink;
import io.roundabout.entrance.EntranceServer;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * Stores each cut of the entrance in this JVM as one block: an element for each state partition's slice, with the manifest
 * as its metadata, which Spark carries to the driver. Blocks stay in memory only; a vehicle keeps what is not yet
 * acknowledged.
 */
public final class EntranceReceiver extends Receiver<byte[]> implements CutSink {
    private static final long serialVersionUID = 1L;

    private transient @Nullable EntranceServer entrance;

    /** Creates a receiver; Spark starts it where the entrance lives. */
    public EntranceReceiver() {
        super(StorageLevel.MEMORY_ONLY());
    }

    @Override
    public void onStart() {
        EntranceServer found = JvmResidents.find(EntranceServer.class);
        entrance = found;
        found.attach(this);
    }

    /** Detaches, also from an entrance that was closed and forgotten before; returns once no cut is being stored. */
    @Override
    public void onStop() {
        EntranceServer attached = entrance;
        if (attached != null) {
            entrance = null;
            attached.detach(this);
        }
    }

    /** Stores a cut; if that fails, asks Spark for a new start, with which the entrance stores the cut again. */
    @Override
    public void store(Cut cut) {
        boolean stored = false;
        try {
            store(cut.slices().iterator(), cut.manifest());
            stored = true;
        } finally {
            if (!stored) {
                restart("cut " + cut.manifest().cut() + " was not stored");
            }
        }
    }
}
