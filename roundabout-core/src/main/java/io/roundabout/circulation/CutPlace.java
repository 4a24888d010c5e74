package io.roundabout.circulation;

import io.roundabout.entrance.BatchRange;
import io.roundabout.entrance.CutManifest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the messages of a cut stand in a turn.
 *
 * @param streams names of its streams
 * @param batches what came together, in positions of the cut; a partition has its part of each
 * @param basePosition messages in the cuts before it
 */
record CutPlace(List<String> streams, List<BatchRange> batches, int basePosition) implements Serializable {
    CutPlace {
        // Lists that can be serialised.
        streams = new ArrayList<>(streams);
        batches = new ArrayList<>(batches);
    }

    static CutPlace of(CutManifest manifest, int basePosition) {
        return new CutPlace(manifest.streams(), manifest.batches(), basePosition);
    }
}
