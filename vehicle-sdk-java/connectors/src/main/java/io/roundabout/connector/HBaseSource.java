package io.roundabout.connector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
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

    private static final int CONNECT_MILLIS = 3_000;

    /** Seconds rather than the minutes of a service; see {@link HadoopSettings}. */
    private static final Map<String, String> PATIENCE = Map.of(
            "hbase.client.retries.number", "3",
            "hbase.client.pause", "200",
            "hbase.rpc.timeout", "10000",
            "hbase.client.operation.timeout", "20000",
            "hbase.client.meta.operation.timeout", "20000",
            "hbase.client.scanner.timeout.period", "30000",
            "zookeeper.session.timeout", "4000",
            "zookeeper.recovery.retry", "0",
            "zookeeper.recovery.retry.intervalmill", "500");

    private final HBaseAddress address;
    private final Map<String, String> environment;

    private HBaseSource(HBaseAddress address, Map<String, String> environment) {
        this.address = address;
        this.environment = environment;
    }

    /** Returns the source, having loaded what it needs of the HBase client. */
    static HBaseSource of(String text, Map<String, String> environment) throws SourceException {
        HBaseAddress address = HBaseAddress.parse(text);
        try {
            TableName.valueOf(address.table());
        } catch (IllegalArgumentException e) {
            throw new SourceException("'" + text + "': '" + address.table() + "' is no name of a table", e);
        }
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
        checkZooKeeper();
        Connection connection = null;
        try {
            connection = ConnectionFactory.createConnection(settings());
            Table table = connection.getTable(TableName.valueOf(address.table()));
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
        String name = "'" + address.text() + "': ";
        for (Throwable part = cause; part != null; part = part.getCause()) {
            if (part instanceof TableNotFoundException) {
                return new SourceException(
                        name + "there is no table '" + address.table() + "'; see 'list' of hbase shell", cause);
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
                name + "HBase does not answer: " + SourceException.firstLine(HadoopSettings.root(cause))
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

    private Configuration settings() {
        Configuration settings = HBaseConfiguration.create(HadoopSettings.of(environment));
        HadoopSettings.add(settings, environment.get("HBASE_CONF_DIR"), List.of("hbase-site.xml"));
        PATIENCE.forEach(settings::set);
        settings.set("hbase.zookeeper.quorum", String.join(",", address.quorum()));
        settings.setInt("hbase.zookeeper.property.clientPort", address.port());
        return settings;
    }

    /** The client would only say, after a while, that its connection was lost. */
    private void checkZooKeeper() throws SourceException {
        IOException last = null;
        for (String host : address.quorum()) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(host, address.port()), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new SourceException(
                "'" + address.text() + "': ZooKeeper cannot be reached at " + String.join(",", address.quorum()) + ":"
                        + address.port() + ": " + (last == null ? "" : SourceException.firstLine(last))
                        + ". Is HBase up, and is that its quorum?",
                last);
    }
}
