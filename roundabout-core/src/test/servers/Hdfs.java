import java.io.BufferedReader;
import java.io.InputStreamReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * HDFS, until the standard input ends. Prints one line when it is there, and one for each command that is done: {@code stop}
 * and {@code start} of the NameNode.
 */
public final class Hdfs {
    private Hdfs() {}

    /** The argument is the milliseconds after which a writer that is not heard of may be replaced; HDFS's own are 60,000. */
    public static void main(String[] arguments) throws Exception {
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(new Configuration())
                .numDataNodes(1)
                .build();
        cluster.waitActive();
        long lease = Long.parseLong(arguments[0]);
        cluster.setLeasePeriod(lease, 60 * lease);
        tell("ready hdfs=" + cluster.getURI() + " zookeeper=none");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("stop")) {
                cluster.shutdownNameNode(0);
            } else {
                cluster.restartNameNode(0, true);
                cluster.setLeasePeriod(lease, 60 * lease);
            }
            tell(command);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
