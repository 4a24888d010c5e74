package io.roundabout.connector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;

/** The way to the servers of a table. Pure functions, but for connecting. */
final class HBaseServers {
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

    private HBaseServers() {}

    /** Checks the name, having loaded what is needed of the HBase client. */
    static void checkName(HBaseTable table) throws SourceException {
        try {
            TableName.valueOf(table.name());
        } catch (IllegalArgumentException e) {
            throw new SourceException("'" + table.text() + "': '" + table.name() + "' is no name of a table", e);
        }
    }

    static Connection connect(HBaseTable table, Map<String, String> environment) throws IOException {
        checkZooKeeper(table);
        Configuration settings = HBaseConfiguration.create(HadoopSettings.of(environment));
        HadoopSettings.add(settings, environment.get("HBASE_CONF_DIR"), List.of("hbase-site.xml"));
        PATIENCE.forEach(settings::set);
        settings.set("hbase.zookeeper.quorum", String.join(",", table.quorum()));
        settings.setInt("hbase.zookeeper.property.clientPort", table.port());
        return ConnectionFactory.createConnection(settings);
    }

    /** The client would only say, after a while, that its connection was lost. */
    private static void checkZooKeeper(HBaseTable table) throws SourceException {
        IOException last = null;
        for (String host : table.quorum()) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(host, table.port()), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new SourceException(
                "'" + table.text() + "': ZooKeeper cannot be reached at " + String.join(",", table.quorum()) + ":"
                        + table.port() + ": " + (last == null ? "" : SourceException.firstLine(last))
                        + ". Is HBase up, and is that its quorum?",
                last);
    }
}
