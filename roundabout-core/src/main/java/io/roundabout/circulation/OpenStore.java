package io.roundabout.circulation;

import io.roundabout.state.HeldState;
import org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider.RocksDBStateStore;
import org.apache.spark.sql.execution.streaming.state.StateStore;

/**
 * A partition's store during one turn. Nothing is kept until {@link #commit}. Confined to the task that opened it; the
 * store's own task listener drops what a failed task leaves behind.
 */
final class OpenStore {
    private final RocksDBStateStore store;
    private final HeldState state;

    OpenStore(StateStore store) {
        this.store = (RocksDBStateStore) store;
        this.state = new RocksHeldState(this.store.dbInstance());
    }

    HeldState state() {
        return state;
    }

    /** Returns the commits since the last uploaded snapshot: as many change logs a restart would read. */
    int commitsSinceSnapshot() {
        return store.dbInstance().lineageManager().getLineageForCurrVersion().length;
    }

    /** Keeps what was written, synced as the settings say, and ends the use of the store. */
    StoreVersion commit() {
        long version = store.commit();
        return new StoreVersion(
                version, store.getStateStoreCheckpointInfo().stateStoreCkptId().get());
    }

    /** Ends the use of a store opened to be read. */
    void release() {
        store.release();
    }
}
