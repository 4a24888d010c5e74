package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub on a cluster is set up with, and what it refuses before it asks anybody. */
class ClusterSettingsTest {
    private static final String MASTER = "spark://127.0.0.1:7077";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"spark://h:1", "local-cluster[2,1,512]", "yarn", "k8s://https://h:1"})
    void refusesStateThatExecutorsCannotReach(String master) {
        CirculationSettings here = settings("state", master, ClusterSettings.DEFAULT);
        assertThatThrownBy(here::requireSharedState)
                .hasMessageStartingWith(
                        "STATE_NOT_SHARED: state folder 'state' is on this machine, and the executors of '" + master
                                + "' cannot reach it.");
        assertThatCode(settings("hdfs://n/x", master, ClusterSettings.DEFAULT)::requireSharedState)
                .doesNotThrowAnyException();
        assertThatCode(settings("state", "local[3]", ClusterSettings.DEFAULT)::requireSharedState)
                .doesNotThrowAnyException();
    }

    @Test
    void keepsSparkToItselfOnOneMachine() {
        SparkConf conf = SparkSettings.application(settings("state", "local[*]", ClusterSettings.DEFAULT), 2, folder);

        assertThat(conf.get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
        assertThat(conf.contains("spark.plugins")).isFalse();
    }

    @Test
    void sharesTheSecretOfAStandaloneMaster() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "of ours\n");
        SparkConf conf = cluster(MASTER, Optional.of(secret), List.of());

        assertThat(conf.get("spark.authenticate")).isEqualTo("true");
        assertThat(conf.get("spark.authenticate.secret")).isEqualTo("of ours");
    }

    @Test
    void refusesToListenWithoutASecret() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThatThrownBy(() -> cluster(MASTER, Optional.empty(), List.of()))
                .hasMessageStartingWith("NO_SECRET: ")
                .hasMessageContaining("ROUNDABOUT_CLUSTER_SECRET_FILE");
        assertThatThrownBy(() -> cluster(MASTER, Optional.of(empty), List.of()))
                .hasMessage("NO_SECRET: '" + empty + "' (cluster.secret-file) is empty. Write the secret into it.");
        assertThatThrownBy(() -> cluster(MASTER, Optional.of(folder.resolve("none")), List.of()))
                .hasMessageContaining("cannot be read");
        assertThat(cluster("yarn", Optional.empty(), List.of()).contains("spark.authenticate.secret"))
                .as("Spark makes it there")
                .isFalse();
    }

    @Test
    void sendsTheJarsOfTheRules() throws IOException {
        Path jar = Files.createFile(folder.resolve("rules.jar"));
        assertThat(cluster("yarn", Optional.empty(), List.of(jar)).get("spark.files"))
                .isEqualTo(jar.toUri().toString());
        assertThatThrownBy(() -> cluster("yarn", Optional.empty(), List.of(folder)))
                .hasMessageStartingWith("CANNOT_TRAVEL: '" + folder + "' is a folder");
        Path other =
                Files.createFile(Files.createDirectory(folder.resolve("other")).resolve("rules.jar"));
        assertThatThrownBy(() -> cluster("yarn", Optional.empty(), List.of(jar, other)))
                .hasMessageStartingWith("CANNOT_TRAVEL: two files of --jars are called 'rules.jar'");
    }

    @Test
    void packsWhatExecutorsMustKnow() {
        Travelling travelling = new Travelling(
                "hdfs://n/x/stores", Map.of("spark.a", "1"), Map.of("fs.b", "2"), List.of("one.jar", "two.jar"));

        assertThat(Travelling.unpack(travelling.pack())).isEqualTo(travelling);
        assertThat(travelling.configuration().get("fs.b")).isEqualTo("2");
        assertThat(new Configuration().get("fs.b")).isNull();
    }

    @Test
    void saysThatNoMasterListens() throws IOException {
        int free;
        try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = master.getLocalPort();
            assertThatCode(new SparkMaster("spark://127.0.0.1:" + free)::requireListening)
                    .doesNotThrowAnyException();
            assertThatCode(new SparkMaster("spark://nowhere.invalid:1,127.0.0.1:" + free)::requireListening)
                    .as("one of several")
                    .doesNotThrowAnyException();
        }
        SparkMaster nobody = new SparkMaster("spark://127.0.0.1:1");
        assertThatThrownBy(nobody::requireListening)
                .hasMessageStartingWith("MASTER_UNREACHABLE: no Spark master takes this hub at 'spark://127.0.0.1:1': "
                        + "127.0.0.1:1 does not answer (Connection refused)");
        assertThatThrownBy(new SparkMaster("spark://nowhere.invalid:1")::requireListening)
                .hasMessageContaining("host 'nowhere.invalid' is not known");
        assertThatThrownBy(new SparkMaster("spark://h:1:x,127.0.0.1:99999")::requireListening)
                .hasMessageStartingWith("MASTER_UNREACHABLE: ");
    }

    private SparkConf cluster(String master, Optional<Path> secret, List<Path> jars) {
        return SparkSettings.application(
                settings("hdfs://n/x", master, new ClusterSettings(secret, Duration.ofSeconds(1), jars)), 2, folder);
    }

    private static CirculationSettings settings(String state, String master, ClusterSettings cluster) {
        CirculationSettings defaults = CirculationSettings.defaults(new StateAddress(state));
        return new CirculationSettings(
                defaults.state(),
                defaults.partitions(),
                true,
                master,
                defaults.turnGap(),
                Optional.empty(),
                defaults.expiryGrace(),
                defaults.subscriptions(),
                defaults.ownerWait(),
                cluster);
    }
}
