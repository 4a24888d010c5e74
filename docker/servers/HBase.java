import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.LocalHBaseCluster;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hbase.util.Bytes;
import org.apache.hadoop.hbase.zookeeper.MiniZooKeeperCluster;

/**
 * ZooKeeper, a master and a region server of HBase in one process, on HDFS, for those who know its host as {@code hbase}.
 * Argument: cells, a line each (table, row, family:qualifier and value between tabs, bytes as \xFF), of which it makes tables that
 * are not there. When all is there it makes the file /tmp/ready.
 */
public final class HBase {
    private static final int ZOOKEEPER = 2181;

    public static void main(String[] arguments) throws Exception {
        Configuration settings = HBaseConfiguration.create();
        settings.set("hbase.rootdir", settings.get("fs.defaultFS") + "/hbase");
        settings.set("hbase.zookeeper.quorum", "hbase");
        settings.setInt("hbase.zookeeper.property.clientPort", ZOOKEEPER);
        settings.set("hbase.zookeeper.property.clientPortAddress", "0.0.0.0");
        settings.set("hbase.unsafe.regionserver.hostname", "hbase");
        settings.set("hbase.master.hostname", "hbase");
        // Its own reaches into a client of HDFS of another version.
        settings.set("hbase.wal.provider", "filesystem");
        settings.setInt("hbase.master.info.port", -1);
        settings.setInt("hbase.regionserver.info.port", -1);
        MiniZooKeeperCluster zookeeper = new MiniZooKeeperCluster(settings);
        zookeeper.addClientPort(ZOOKEEPER);
        zookeeper.startup(new File("/tmp/zookeeper"));
        LocalHBaseCluster cluster = new LocalHBaseCluster(settings, 1, 1);
        cluster.startup();
        try (Connection connection = ConnectionFactory.createConnection(settings)) {
            Map<String, List<String[]>> tables = Files.readAllLines(Path.of(arguments[0])).stream()
                    .map(line -> line.split("\t"))
                    .collect(Collectors.groupingBy(cell -> cell[0]));
            for (Map.Entry<String, List<String[]>> table : tables.entrySet()) {
                fill(connection, TableName.valueOf(table.getKey()), table.getValue());
            }
        }
        Files.writeString(Path.of("/tmp/ready"), "");
        System.out.println("ready");
        cluster.join();
    }

    private static void fill(Connection connection, TableName name, List<String[]> cells) throws Exception {
        try (Admin admin = connection.getAdmin(); Table table = connection.getTable(name)) {
            if (!admin.tableExists(name)) {
                String family = cells.get(0)[2].split(":")[0];
                admin.createTable(TableDescriptorBuilder.newBuilder(name)
                        .setColumnFamily(ColumnFamilyDescriptorBuilder.of(family)).build());
            }
            table.put(cells.stream().map(HBase::put).toList());
        }
    }

    private static Put put(String[] cell) {
        String[] column = cell[2].split(":");
        return new Put(Bytes.toBytesBinary(cell[1])).addColumn(
                Bytes.toBytes(column[0]), Bytes.toBytes(column[1]), Bytes.toBytesBinary(cell[3]));
    }
}
