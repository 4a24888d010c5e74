package io.roundabout.circulation;

import io.roundabout.entrance.CutManifest;
import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.StreamBlockId;

/**
 * A cut as the driver knows it.
 *
 * @param manifest what it holds
 * @param block where its slices are; if they are apart, where the first of them is
 * @param apart whether each slice has a block of its own, numbered on from {@code block}, but for empty ones
 */
record StoredCut(CutManifest manifest, StreamBlockId block, boolean apart) implements Serializable {
    /** A cut whose slices are in one block. */
    StoredCut(CutManifest manifest, StreamBlockId block) {
        this(manifest, block, false);
    }

    /** Returns where a slice is that is apart. */
    StreamBlockId blockOf(int partition) {
        return new StreamBlockId(block.streamId(), block.uniqueId() + partition);
    }

    /** Gives back its memory. */
    void forget() {
        BlockManagerMaster blocks = SparkEnv.get().blockManager().master();
        if (!apart) {
            blocks.removeBlock(block);
            return;
        }
        for (int partition = 0; partition < manifest.sliceBytes().size(); partition++) {
            if (manifest.sliceBytes().get(partition) > 0) {
                blocks.removeBlock(blockOf(partition));
            }
        }
    }
}
