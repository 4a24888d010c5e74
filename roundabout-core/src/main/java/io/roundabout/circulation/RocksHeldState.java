package io.roundabout.circulation;

import io.roundabout.state.HeldState;
import org.apache.spark.sql.execution.streaming.state.ByteArrayPair;
import org.apache.spark.sql.execution.streaming.state.RocksDB;
import org.apache.spark.util.NextIterator;
import org.jspecify.annotations.Nullable;

/** Held state in the RocksDB of Spark's state store, with raw keys. Confined to the task that opened it. */
final class RocksHeldState implements HeldState {
    private static final String FAMILY = "default";

    private final RocksDB database;

    RocksHeldState(RocksDB database) {
        this.database = database;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return database.get(key, FAMILY);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        database.put(key, value, FAMILY, false, false);
    }

    @Override
    public void remove(byte[] key) {
        database.remove(key, FAMILY, false, false);
    }

    @Override
    public void scan(byte[] prefix, Visitor visitor) {
        NextIterator<ByteArrayPair> rows = database.prefixScan(prefix, FAMILY);
        try {
            boolean wanted = true;
            while (wanted && rows.hasNext()) {
                ByteArrayPair row = rows.next();
                wanted = visitor.row(row.key(), row.value());
            }
        } finally {
            rows.closeIfNeeded();
        }
    }
}
