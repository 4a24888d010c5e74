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
        StateStores stores = new StateStores(
                SparkSettings.storeFolder(folder),
                SparkSettings.stores(),
                new SyncedDisk(Disk.ofThisMachine(), true, failure -> {}));
        OpenStore store = stores.open(0, StoreVersion.EMPTY);
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
