package io.roundabout.connector;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.regionserver.NoSuchColumnFamilyException;
import org.apache.hadoop.hbase.security.AccessDeniedException;
import org.apache.hadoop.hbase.util.Bytes;

/**
 * Rows of an HBase table. It has no identity: rows come and go while it is scanned. Each row has an id instead, of its key and
 * its newest cell, so that the hub recognises a row that was not changed since it was pushed.
 */
final class HBaseSource implements Source {
    /** Rows fetched at once; beside it the client stops at 2 MiB. */
    private static final int PAGE_ROWS = 500;

    private final HBaseAddress address;
    private final Map<String, String> environment;

    private HBaseSource(HBaseAddress address, Map<String, String> environment) {
        this.address = address;
        this.environment = environment;
    }

    /** Returns the source, having loaded what it needs of the HBase client. */
    static HBaseSource of(String text, Map<String, String> environment) throws SourceException {
        HBaseAddress address = HBaseAddress.parse(text);
        HBaseServers.checkName(address.table());
        return new HBaseSource(address, environment);
    }

    @Override
    public String name() {
        return address.text();
    }

    @Override
    public Optional<String> identity() {
        return Optional.empty();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public SourceReader open() throws IOException {
        Connection connection = null;
        try {
            connection = HBaseServers.connect(address.table(), environment);
            Table table = connection.getTable(TableName.valueOf(address.table().name()));
            return new HBaseRecords(address, connection, table, table.getScanner(scan()));
        } catch (IOException e) {
            if (connection != null) {
                connection.close();
            }
            throw failure(address, e);
        }
    }

    /** Returns what HBase says, as a person needs it. */
    static SourceException failure(HBaseAddress address, Throwable cause) {
        if (cause instanceof SourceException told) {
            return told;
        }
        String name = "'" + address.text() + "': ";
        for (Throwable part = cause; part != null; part = part.getCause()) {
            if (part instanceof TableNotFoundException) {
                return new SourceException(
                        name + "there is no table '" + address.table().name() + "'; see 'list' of hbase shell", cause);
            }
            if (part instanceof NoSuchColumnFamilyException) {
                return new SourceException(
                        name + "the table has no such column family; columns= is "
                                + String.join(",", address.columns()),
                        cause);
            }
            if (part instanceof AccessDeniedException) {
                return new SourceException(name + "you may not read it; ask for the permission R on the table", cause);
            }
        }
        return new SourceException(
                name + "HBase does not answer: " + HadoopSettings.trouble(cause)
                        + ". Rows that were pushed are recognised by their ids: run it again once HBase is up",
                cause);
    }

    private Scan scan() {
        Scan scan = new Scan().setCaching(PAGE_ROWS).setCacheBlocks(false);
        scan.withStartRow(Bytes.toBytes(address.range().start()));
        scan.withStopRow(Bytes.toBytes(address.range().stop()));
        for (String column : address.columns()) {
            int colon = column.indexOf(':');
            if (colon < 0) {
                scan.addFamily(Bytes.toBytes(column));
            } else {
                scan.addColumn(Bytes.toBytes(column.substring(0, colon)), Bytes.toBytes(column.substring(colon + 1)));
            }
        }
        return scan;
    }
}
