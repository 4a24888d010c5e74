package io.roundabout.connector;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the Hadoop and HBase clients: their own files, where the environment says, and a patience of seconds. By
 * themselves they try for minutes, which suits a service; somebody who pushes is waiting for an answer.
 */
final class HadoopSettings {
    private static final Map<String, String> PATIENCE = Map.of(
            "ipc.client.connect.max.retries", "2",
            "ipc.client.connect.retry.interval", "500",
            "ipc.client.connect.timeout", "5000",
            "ipc.client.connect.max.retries.on.timeouts", "1",
            "ipc.client.rpc-timeout.ms", "20000",
            "dfs.client.failover.max.attempts", "4",
            "dfs.client.failover.connection.retries", "1",
            "dfs.client.socket-timeout", "20000",
            "dfs.client.max.block.acquire.failures", "1");

    private HadoopSettings() {}

    static Configuration of(Map<String, String> environment) {
        Configuration settings = new Configuration();
        PATIENCE.forEach(settings::set);
        add(settings, environment.get("HADOOP_CONF_DIR"), List.of("core-site.xml", "hdfs-site.xml"));
        return settings;
    }

    /** Adds the files of a folder that are there. What is set here stands above what they say. */
    static void add(Configuration settings, @Nullable String folder, List<String> files) {
        for (String file : folder == null ? List.<String>of() : files) {
            Path path = Path.of(folder, file);
            if (Files.isReadable(path)) {
                settings.addResource(new org.apache.hadoop.fs.Path(path.toUri()));
            }
        }
    }

    /** Returns whether a failure says that nobody answers. */
    static boolean isUnreachable(Throwable failure) {
        Throwable root = root(failure);
        return root instanceof ConnectException
                || root instanceof SocketTimeoutException
                || root instanceof UnknownHostException
                || root instanceof NoRouteToHostException
                || root instanceof EOFException;
    }

    /** Returns, in words, why nobody answers. */
    static String trouble(Throwable failure) {
        Throwable root = root(failure);
        return root instanceof EOFException ? "it closed the connection" : SourceException.firstLine(root);
    }

    static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
