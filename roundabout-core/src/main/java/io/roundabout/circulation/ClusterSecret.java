package io.roundabout.circulation;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.SparkConf;

/**
 * The secret that tells the processes of a cluster from anybody else: Spark's RPC makes objects of the bytes it gets, so it
 * listens to nobody without one. Pure functions, but for the file.
 */
final class ClusterSecret {
    private ClusterSecret() {}

    /**
     * Returns the secret to set; empty where Spark makes it, has it already, or is told to do without.
     *
     * @throws RoundaboutException with code {@code NO_SECRET} if there is none, or its file cannot be read
     */
    static Optional<String> find(SparkConf conf, SparkMaster master, ClusterSettings cluster) {
        if (cluster.secretFile().isPresent()) {
            return Optional.of(read(cluster.secretFile().get()));
        }
        if (master.isLocalCluster()) {
            return Optional.of(UUID.randomUUID().toString());
        }
        boolean wanted = conf.getBoolean("spark.authenticate", true);
        if (master.isStandalone() && wanted && !conf.contains("spark.authenticate.secret")) {
            throw refused(
                    "a standalone master shares a secret with its workers and the hub. Put it into a file that only"
                            + " this user can read, and name that with ROUNDABOUT_CLUSTER_SECRET_FILE.");
        }
        return Optional.empty();
    }

    private static String read(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw refused("'" + file + "' (cluster.secret-file) is empty. Write the secret into it.");
            }
            return secret;
        } catch (IOException e) {
            throw new RoundaboutException(
                    Fault.VEHICLE,
                    "NO_SECRET",
                    "'" + file
                            + "' (cluster.secret-file) cannot be read. See that it is there and this user may read it.",
                    e);
        }
    }

    private static RoundaboutException refused(String why) {
        return new RoundaboutException(Fault.VEHICLE, "NO_SECRET", why);
    }
}
