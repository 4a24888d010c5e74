package io.roundabout.circulation;

import java.io.Serializable;

/**
 * A committed content of one partition's store.
 *
 * @param version counts the commits of the partition; 0 is the empty store
 * @param checkpoint the store's own id of the commit, unique even among attempts at the same version; empty for version 0
 */
record StoreVersion(long version, String checkpoint) implements Serializable {
    static final StoreVersion EMPTY = new StoreVersion(0, "");
}
