package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotDirectoryException;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.server.namenode.SafeModeException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How HDFS is reached, and how its failures are told to a person. Pure functions. */
final class HdfsClient {
    private static final Logger LOG = LoggerFactory.getLogger(HdfsClient.class);
    private static final String FOLDER = "HADOOP_CONF_DIR";

    /** Who starts a hub waits for an answer; a hub that runs has Hadoop's own patience, which outlives a failover. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "ipc.client.connect.max.retries", "2",
            "ipc.client.connect.retry.interval", "500",
            "ipc.client.connect.timeout", "5000",
            "ipc.client.connect.max.retries.on.timeouts", "1",
            "ipc.client.rpc-timeout.ms", "20000",
            "dfs.client.failover.max.attempts", "4",
            "dfs.client.failover.connection.retries", "1");

    /**
     * A file is whole once the data nodes have told the NameNode, milliseconds after they told the client. Who asks too soon
     * asks again after 400 ms by Hadoop's own settings, and a turn closes a file for each store; here after 10, 20, 40 ms
     * and so on, ten seconds in all, as Hadoop does. Source: {@code HdfsClientConfigKeys.BlockWrite}.
     */
    private static final Map<String, String> PROMPT = Map.of(
            "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "10",
            "dfs.client.block.write.locateFollowingBlock.retries", "10");

    private HdfsClient() {}

    /** Returns the settings of the client: its own files, where the environment says. */
    static Configuration settings() {
        Configuration settings = new Configuration();
        String folder = System.getenv(FOLDER);
        for (String name : folder == null ? List.<String>of() : List.of("core-site.xml", "hdfs-site.xml")) {
            java.nio.file.Path file = java.nio.file.Path.of(folder, name);
            if (Files.isReadable(file)) {
                settings.addResource(new Path(file.toUri()));
            }
        }
        PROMPT.forEach((name, value) -> {
            if (!isSaid(settings, name)) {
                settings.set(name, value);
            }
        });
        return settings;
    }

    private static boolean isSaid(Configuration settings, String name) {
        String[] sources = settings.getPropertySources(name);
        return sources != null && !sources[sources.length - 1].endsWith("-default.xml");
    }

    /** Asks for the folder once, without patience, so that a start in vain is told after seconds. */
    static void probe(URI folder) throws IOException {
        Configuration settings = settings();
        IMPATIENT.forEach(settings::set);
        try (DistributedFileSystem hdfs = open(folder, settings)) {
            Path path = new Path(folder);
            if (hdfs.exists(path)) {
                requireFolder(hdfs.getFileStatus(path));
            }
        }
    }

    private static void requireFolder(FileStatus status) throws IOException {
        if (!status.isDirectory()) {
            throw new PathIsNotDirectoryException(status.getPath().toString());
        }
    }

    /** Opens a client of its own, which nobody else closes. */
    static DistributedFileSystem open(URI folder, Configuration settings) throws IOException {
        try {
            return (DistributedFileSystem) FileSystem.newInstance(folder, settings);
        } catch (IllegalArgumentException e) {
            // So Hadoop says that a host is not known.
            throw new IOException(e);
        }
    }

    static void close(@Nullable FileSystem hdfs) {
        try {
            if (hdfs != null) {
                hdfs.close();
            }
        } catch (IOException e) {
            LOG.debug("the client of HDFS did not close cleanly", e);
        }
    }

    /** Returns what to tell a person about a state folder that cannot be used. */
    static RoundaboutException refusal(StateAddress address, IOException failure) {
        return new RoundaboutException(
                Fault.SURROUNDINGS,
                "STATE_UNREADABLE",
                "state folder '" + address + "' " + problem(address, root(failure)),
                failure);
    }

    private static String problem(StateAddress address, Throwable root) {
        String at = address.hdfs().getAuthority();
        if (root instanceof UnknownHostException) {
            return "is on a host that is not known: '" + at
                    + "'. Correct --state, or name the folder of hdfs-site.xml in " + FOLDER + ".";
        }
        if (isUnreachable(root)) {
            return "cannot be reached: no NameNode answers at " + at + ". See that it runs and that --state has its RPC"
                    + " port (fs.defaultFS of core-site.xml).";
        }
        if (root instanceof SafeModeException) {
            return "cannot be written: the NameNode is in safe mode. Wait until 'hdfs dfsadmin -safemode get' says OFF.";
        }
        if (root instanceof StandbyException) {
            return "cannot be used: the NameNode at " + at + " is on standby. Give the name of the nameservice with"
                    + " --state, and the folder of hdfs-site.xml in " + FOLDER + ".";
        }
        if (root instanceof AccessControlException) {
            return "may not be used by this user: " + firstLine(root) + ". Make it that user's ('hdfs dfs -chown'), set"
                    + " HADOOP_USER_NAME, or give another with --state.";
        }
        if (root instanceof ParentNotDirectoryException
                || root instanceof PathIsNotDirectoryException
                || root instanceof FileAlreadyExistsException) {
            return "is a file, or is below one. Give a folder with --state.";
        }
        return "cannot be used: " + root.getClass().getSimpleName() + ": " + firstLine(root)
                + ". See that HDFS is whole" + " ('hdfs dfsadmin -report'), or give another with --state.";
    }

    /** Returns what to tell a person of what made a running hub stop. */
    static Throwable explained(URI folder, Throwable failure) {
        Throwable root = root(failure);
        return isUnreachable(root)
                ? new RoundaboutException(
                        Fault.SURROUNDINGS,
                        "STATE_LOST",
                        "HDFS at " + folder.getAuthority() + " went away (" + reason(root) + ")",
                        failure)
                : failure;
    }

    private static boolean isUnreachable(Throwable root) {
        return root instanceof ConnectException
                || root instanceof SocketTimeoutException
                || root instanceof NoRouteToHostException
                || root instanceof EOFException;
    }

    private static String reason(Throwable root) {
        return root instanceof EOFException ? "it closed the connection" : firstLine(root);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root instanceof RemoteException remote ? remote.unwrapRemoteException() : root;
    }

    private static String firstLine(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse("")
                .lines()
                .findFirst()
                .orElse("");
    }
}
