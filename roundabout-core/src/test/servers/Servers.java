import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
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

/** HDFS, ZooKeeper and HBase with three tables, until the standard input ends. Prints one line when all are there. */
public final class Servers {
    private Servers() {}

    /** The first argument is how many customers there are. */
    public static void main(String[] arguments) throws Exception {
        TestingHBaseCluster cluster = TestingHBaseCluster.create(TestingHBaseClusterOption.builder()
                .numMasters(1)
                .numRegionServers(1)
                .numDataNodes(1)
                .build());
        cluster.start();
        Configuration settings = cluster.getConf();
        try (Connection connection = ConnectionFactory.createConnection(settings)) {
            fill(connection, "customers", customers(Integer.parseInt(arguments[0])));
            fill(connection, "copies", List.of());
            fill(connection, "counters", List.of(
                    new Put(Bytes.toBytes("text")).addColumn(F, Bytes.toBytes("n"), Bytes.toBytes("42")),
                    new Put(Bytes.toBytes("whole")).addColumn(F, Bytes.toBytes("n"), Bytes.toBytes(42L)),
                    new Put(ByteBuffer.wrap(new byte[] {(byte) 0xff})).addColumn(F, Bytes.toBytes("n"), Bytes.toBytes("1"))));
        }
        System.out.println("ready hdfs=" + settings.get("fs.defaultFS") + " zookeeper="
                + settings.get("hbase.zookeeper.quorum") + ":" + settings.get("hbase.zookeeper.property.clientPort"));
        System.out.flush();
        while (System.in.read() >= 0) {
            // Until who started it is gone.
        }
        Runtime.getRuntime().halt(0);
    }

    private static final byte[] F = Bytes.toBytes("f");

    private static List<Put> customers(int count) {
        List<Put> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Put(Bytes.toBytes("c" + i))
                    .addColumn(F, Bytes.toBytes("name"), Bytes.toBytes("name é " + i))
                    .addColumn(F, Bytes.toBytes("secret"), Bytes.toBytes((long) i)));
        }
        return rows;
    }

    private static void fill(Connection connection, String name, List<Put> rows) throws Exception {
        TableName table = TableName.valueOf(name);
        try (Admin admin = connection.getAdmin()) {
            admin.createTable(TableDescriptorBuilder.newBuilder(table)
                    .setColumnFamily(ColumnFamilyDescriptorBuilder.of(F))
                    .build());
        }
        try (Table filled = connection.getTable(table)) {
            filled.put(rows);
        }
    }
}
