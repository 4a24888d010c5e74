package io.roundabout.circulation;

import io.roundabout.state.HeldState;
import io.roundabout.state.HeldStateContract;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Spark's state store keeps what {@link HeldStateContract} promises. */
class RocksHeldStateTest extends HeldStateContract {
    @TempDir
    private Path folder;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @Override
    protected HeldState open() {
        StateFolder state = LocalStateFolder.open(folder, new SyncedDisk(Disk.ofThisMachine(), true, failure -> {}));
        StateStores stores = new StateStores(state, SparkSettings.stores());
        OpenStore store = stores.open(0, StoreVersion.EMPTY);
        opened.push(state);
        opened.push(stores);
        opened.push(store::commit);
        return store.state();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
    }
}
