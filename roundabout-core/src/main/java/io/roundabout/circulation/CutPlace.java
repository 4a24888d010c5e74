package io.roundabout.circulation;

import io.roundabout.entrance.BatchRange;
import io.roundabout.entrance.CutManifest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the messages of a cut stand in a turn.
 *
 * @param streams names of its streams
 * @param batches what came together, in positions of the cut; a partition has its part of each
 * @param voids of which batches nothing is taken, and the position of the message that is to blame
 * @param basePosition messages in the cuts before it
 */
record CutPlace(List<String> streams, List<BatchRange> batches, Map<BatchRange, Integer> voids, int basePosition)
        implements Serializable {
    CutPlace {
        // Collections that can be serialised.
        streams = new ArrayList<>(streams);
        batches = new ArrayList<>(batches);
        voids = new HashMap<>(voids);
    }

    /** A place without batches, before which there is nothing. */
    CutPlace(List<String> streams) {
        this(streams, List.of(), Map.of(), 0);
    }

    /**
     * Returns the place of a turn's cut.
     *
     * @param cut its index in the turn
     * @param voids batches of any cut
     */
    static CutPlace of(CutManifest manifest, int cut, List<VoidBatch> voids, int basePosition) {
        Map<BatchRange, Integer> mine = new HashMap<>();
        voids.stream().filter(each -> each.cut() == cut).forEach(each -> mine.put(each.batch(), each.position()));
        return new CutPlace(manifest.streams(), manifest.batches(), mine, basePosition);
    }
}
