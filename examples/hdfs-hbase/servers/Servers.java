import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hbase.testing.TestingHBaseCluster;
import org.apache.hadoop.hbase.testing.TestingHBaseClusterOption;
import org.apache.hadoop.hbase.util.Bytes;

/**
 * HDFS, ZooKeeper and HBase in one process, until its standard input ends. Arguments: cells for HBase, a line each (table, row,
 * family:qualifier and value between tabs, bytes as \xFF), and a folder that is copied to HDFS. Prints one line when all is there.
 */
public final class Servers {
    public static void main(String[] arguments) throws Exception {
        TestingHBaseCluster cluster = TestingHBaseCluster.create(TestingHBaseClusterOption.builder().build());
        cluster.start();
        var settings = cluster.getConf();
        try (Connection connection = ConnectionFactory.createConnection(settings)) {
            Map<String, List<String[]>> tables = Files.readAllLines(Path.of(arguments[0])).stream()
                    .map(line -> line.split("\t"))
                    .collect(Collectors.groupingBy(cell -> cell[0]));
            for (Map.Entry<String, List<String[]>> table : tables.entrySet()) {
                fill(connection, TableName.valueOf(table.getKey()), table.getValue());
            }
        }
        if (arguments.length > 1) {
            FileSystem.get(settings).copyFromLocalFile(
                    new org.apache.hadoop.fs.Path(arguments[1]), new org.apache.hadoop.fs.Path("/"));
        }
        System.out.println("ready hdfs=" + settings.get("fs.defaultFS") + " zookeeper="
                + settings.get("hbase.zookeeper.quorum") + ":" + settings.get("hbase.zookeeper.property.clientPort"));
        System.in.transferTo(System.err);
        Runtime.getRuntime().halt(0);
    }

    private static void fill(Connection connection, TableName name, List<String[]> cells) throws Exception {
        String[] column = cells.get(0)[2].split(":");
        try (Admin admin = connection.getAdmin(); Table table = connection.getTable(name)) {
            admin.createTable(TableDescriptorBuilder.newBuilder(name)
                    .setColumnFamily(ColumnFamilyDescriptorBuilder.of(column[0])).build());
            table.put(cells.stream().map(Servers::put).toList());
        }
    }

    private static Put put(String[] cell) {
        String[] column = cell[2].split(":");
        return new Put(Bytes.toBytesBinary(cell[1])).addColumn(
                Bytes.toBytes(column[0]), Bytes.toBytes(column[1]), Bytes.toBytesBinary(cell[3]));
    }
}
