package io.roundabout.circulation;

import io.roundabout.entrance.CutManifest;
import java.io.Serializable;
import org.apache.spark.storage.StreamBlockId;

/**
 * A cut as the driver knows it.
 *
 * @param manifest what it holds
 * @param block where its slices are
 */
record StoredCut(CutManifest manifest, StreamBlockId block) implements Serializable {}
