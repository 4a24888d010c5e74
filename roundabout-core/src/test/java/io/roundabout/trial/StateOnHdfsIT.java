package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.history.History;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.XAttrSetFlag;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hub keeps its state on HDFS: it is killed and goes on, and a second one is kept out. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StateOnHdfsIT {
    /** HDFS's own are 60 s. */
    private static final Duration LEASE = Duration.ofSeconds(8);

    private static final int KILLS = Integer.getInteger("roundabout.kills", 2);

    @TempDir
    private static Path folder;

    private static ServersProcess servers;
    private static Path conf;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        servers = ServersProcess.hdfsIn(folder, LEASE);
        // Half of it is how often a client is heard of.
        conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(conf.resolve("core-site.xml"), """
                <configuration>
                  <property><name>ipc.client.rpc-timeout.ms</name><value>4000</value></property>
                </configuration>
                """);
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void goesOnWhereItWasKilled() throws IOException {
        try (HubProcess hub = hub("goes-on").pipeline(PairTraffic.PIPELINE).start()) {
            assertThat(PlainVehicle.netcat(hub, "!hello session=s\n!stream left\n{\"k\":1}\n{\"k\":2}\n"))
                    .contains("+ok 2");

            hub.crash();

            assertThat(PlainVehicle.netcat(hub, "!hello session=s\n")).anyMatch(line -> line.contains(" last=2 "));
            PlainVehicle.netcat(hub, "!stream right\n{\"k\":2}\n");
            assertThat(HubIT.take(hub, "pairs"))
                    .containsExactly("{\"key\":\"2\",\"left\":{\"k\":2},\"right\":{\"k\":2}}");
            assertThat(hub.words()).isEmpty();
        }
    }

    @Test
    void losesNothingAndDoublesNothing() throws Exception {
        long seed = Long.getLong("roundabout.seed", System.nanoTime());
        System.out.println("StateOnHdfsIT: -Droundabout.seed=" + seed);
        Random random = new Random(seed);
        History history = new History();
        try (HubProcess hub = hub("kills").pipeline(PairTraffic.PIPELINE).start();
                PairTraffic traffic = new PairTraffic(hub, history, seed)) {
            for (int kill = 0; kill < KILLS; kill++) {
                traffic.awaitMore(100 + random.nextInt(300));
                hub.crash();
            }
            traffic.awaitMore(100);
            int pairs = traffic.finish();

            System.out.println("StateOnHdfsIT: " + pairs + " pairs, " + KILLS + " kills, " + traffic.losses()
                    + " lost connections, " + history.verdict().redeliveries() + " delivered again");
            Judgement.clean(history, hub);
            assertThat(history.distinct()).isEqualTo(history.due());
        }
    }

    @Test
    void keepsASecondHubOut() throws Exception {
        try (HubProcess first = hub("taken").start();
                HubProcess second = hub("taken").with("ROUNDABOUT_CIRCULATION_OWNER_WAIT", "12s")) {
            HubProcess.Ending here = second.startInVain();
            moveOwnerElsewhere("taken");
            HubProcess.Ending elsewhere = second.startInVain();

            String refusal = "roundabout: STATE_IN_USE: state folder '" + address("taken") + "' is used by the hub with"
                    + " process id " + first.pid() + " on ";
            assertThat(here.words()).hasSize(1).first().asString().startsWith(refusal);
            assertThat(elsewhere.words()).last().asString().startsWith(refusal);
            assertThat(elsewhere.words()).first().asString().contains("waiting to see whether that one lives");
            assertThat(here.code()).isEqualTo(1);
            assertThat(PlainVehicle.netcat(first, "still here\n")).containsExactly("+ok 1");
        }
    }

    /** Nobody can know whether a process elsewhere is dead or slow; so a slow one must end when it wakes. */
    @Test
    void takesOverFromOneThatWasNotHeardOfAndThatOneEnds() throws Exception {
        try (HubProcess slow = hub("slow").start();
                HubProcess next = hub("slow").with("ROUNDABOUT_CIRCULATION_OWNER_WAIT", "1m")) {
            assertThat(PlainVehicle.netcat(slow, "kept\n")).containsExactly("+ok 1");
            moveOwnerElsewhere("slow");
            slow.freeze();

            next.start();
            HubProcess.Ending ending = slow.thaw();

            assertThat(ending.code()).isEqualTo(70);
            assertThat(ending.words())
                    .singleElement()
                    .asString()
                    .contains("STATE_LOST")
                    .contains("was taken over by another hub");
            assertThat(PlainVehicle.netcat(next, "!stream default\nmore\n")).containsExactly("+ok 1");
            assertThat(HubIT.take(next, "default")).containsExactly("kept", "more");
        }
    }

    @Test
    void stopsWhenHdfsGoesAwayAndGoesOnWhenItIsBack() throws Exception {
        try (HubProcess hub = hub("away").start();
                PlainVehicle vehicle = PlainVehicle.to(hub).send("!hello session=s ack=receipts\n")) {
            vehicle.answer();
            assertThat(vehicle.send("one\n").answer()).isEqualTo("+ok 1");
            servers.nameNode("stop");
            vehicle.send("two\n");

            HubProcess.Ending ending = hub.awaitEnd();
            HubProcess.Ending vain = hub.startInVain();
            servers.nameNode("start");

            assertThat(ending.code()).isEqualTo(70);
            assertThat(ending.words())
                    .singleElement()
                    .asString()
                    .startsWith("roundabout: the hub stops: STATE_LOST: HDFS at ")
                    .containsPattern(
                            " went away \\((Connection refused|it closed the connection)\\)[.] Nothing acknowledged is lost");
            assertThat(vain.words()).singleElement().asString().contains("no NameNode answers at ");
            hub.start();
            assertThat(PlainVehicle.netcat(hub, "!hello session=s\n")).anyMatch(line -> line.contains(" last=1 "));
            assertThat(HubIT.take(hub, "default")).containsExactly("one");
        }
    }

    @Test
    void saysInOneLineWhyItCannotStart() throws IOException {
        try (DistributedFileSystem hdfs = hdfs()) {
            hdfs.create(path("file")).close();
            hdfs.mkdirs(path("closed"), new FsPermission("700"));
            assertThat(whyNot(hub("file"))).endsWith("' is a file, or is below one. Give a folder with --state.");
            assertThat(whyNot(hub("closed").with("HADOOP_USER_NAME", "nobody")))
                    .contains(" may not be used by this user: Permission denied: user=nobody")
                    .contains("HADOOP_USER_NAME");
            hdfs.setSafeMode(SafeModeAction.ENTER);
            assertThat(whyNot(hub("new"))).contains(" cannot be written: the NameNode is in safe mode.");
            hdfs.setSafeMode(SafeModeAction.LEAVE);
        }
        assertThat(whyNot(hub("x").stateOnHdfs("hdfs://nowhere.invalid:8020/x")))
                .contains(" is on a host that is not known: 'nowhere.invalid:8020'.");
    }

    private static String whyNot(HubProcess hub) {
        try (hub) {
            HubProcess.Ending ending = hub.startInVain();
            assertThat(ending.words()).hasSize(1);
            assertThat(ending.code()).isEqualTo(1);
            return ending.words().get(0);
        }
    }

    private static HubProcess hub(String state) throws IOException {
        return HubProcess.in(Files.createTempDirectory(folder, "hub"))
                .stateOnHdfs(address(state))
                .with("HADOOP_CONF_DIR", conf.toString());
    }

    private static String address(String state) {
        return servers.hdfs() + "/" + state;
    }

    private static org.apache.hadoop.fs.Path path(String state) {
        return new org.apache.hadoop.fs.Path(address(state));
    }

    /** Has the owner look like a process of another machine, of which nothing can be proven. */
    private static void moveOwnerElsewhere(String state) throws IOException {
        try (DistributedFileSystem hdfs = hdfs()) {
            org.apache.hadoop.fs.Path newest = Arrays.stream(hdfs.listStatus(path(state)))
                    .map(FileStatus::getPath)
                    .filter(path -> path.getName().endsWith(".log"))
                    .sorted()
                    .reduce((a, b) -> b)
                    .orElseThrow();
            String name = "user.roundabout.owner";
            String owner = new String(hdfs.getXAttr(newest, name), StandardCharsets.UTF_8)
                    .replace("\"room\":\"", "\"room\":\"elsewhere ");
            hdfs.setXAttr(newest, name, owner.getBytes(StandardCharsets.UTF_8), EnumSet.of(XAttrSetFlag.REPLACE));
        }
    }

    private static DistributedFileSystem hdfs() throws IOException {
        return (DistributedFileSystem) FileSystem.newInstance(URI.create(servers.hdfs()), new Configuration());
    }
}
