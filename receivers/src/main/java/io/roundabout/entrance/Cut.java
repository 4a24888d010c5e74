package io.roundabout.entrance;

import java.util.List;

/**
 * Everything an entrance framed up to one moment, all partitions' slices together. It is stored, decided or given up as a
 * whole.
 *
 * @param manifest what it holds
 * @param slices one slice for each state partition, in order; to be read with {@link SliceReader}
 */
public record Cut(CutManifest manifest, List<byte[]> slices) {
    public Cut {
        slices = List.copyOf(slices);
    }
}
