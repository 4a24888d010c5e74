package io.roundabout.connector;

import io.roundabout.vehicle.CollectedMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Table;

/** Keeps rows until they are committed, and puts them into the table then. */
final class HBaseTargetWriter implements TargetWriter {
    /** Rows sent at once: several of the requests that the client makes of them. */
    private static final int AT_ONCE = 5_000;

    private final HBaseTable name;
    private final Connection connection;
    private final Table table;
    private final HBaseRow row;
    private final List<Put> waiting = new ArrayList<>();

    HBaseTargetWriter(HBaseTable name, Connection connection, Table table, HBaseRow row) {
        this.name = name;
        this.connection = connection;
        this.table = table;
        this.row = row;
    }

    @Override
    public void write(CollectedMessage message) throws IOException {
        waiting.add(row.of(message));
    }

    @Override
    public List<String> commit() throws IOException {
        if (!waiting.isEmpty()) {
            row.checkColumns();
        }
        try {
            for (int from = 0; from < waiting.size(); from += AT_ONCE) {
                table.put(waiting.subList(from, Math.min(waiting.size(), from + AT_ONCE)));
            }
        } catch (IOException e) {
            throw HBaseTarget.failure(name, e);
        }
        waiting.clear();
        return List.of();
    }

    @Override
    public void rollback() {
        waiting.clear();
    }

    @Override
    public void close() throws IOException {
        table.close();
        connection.close();
    }
}
