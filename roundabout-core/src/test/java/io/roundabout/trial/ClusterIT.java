package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.classes.TestingJar;
import io.roundabout.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The hub's tasks run on a standalone cluster of three workers, its state is on HDFS: results are the same, and an executor may die. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterIT {
    /** For a hundred and more turns of three executors, on a machine that does something else as well. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int WORKERS = 3;
    private static final String PARTITIONS = "4";
    private static final int KEYS = 40;
    private static final int KILLS = Integer.getInteger("roundabout.kills", 2);

    /** Of what a person can have computed: with ids, by a class of theirs, and over an exchange between partitions. */
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /k, id: /n}
              lines: {key: /k}
              asks: {key: /k}
              answers: {key: /k}
            joins:
              pairs: {inputs: {orders: one, lines: one}}
              judged: {inputs: {asks: one, answers: one}, class: com.acme.Mine}
            computes:
              turnover: {from: lines, key: /shop, aggregate: "count(*) AS n, sum(amount) AS total"}
            """;

    private static final String RULE = """
            return group.messages("asks").isEmpty() || group.messages("answers").isEmpty()
                    ? Optional.empty()
                    : Optional.of(("{\\"who\\":\\"" + group.key() + "\\"}").getBytes());
            """;

    @TempDir
    private static Path folder;

    private static ServersProcess servers;
    private static SparkCluster cluster;
    private static Path jar;

    @BeforeAll
    static void start() throws Exception {
        servers = ServersProcess.hdfsIn(folder, Duration.ofSeconds(8));
        cluster = SparkCluster.in(Files.createDirectory(folder.resolve("spark")), WORKERS);
        jar = TestingJar.of(folder, Map.of("Mine", TestingJar.rule("Mine", RULE)));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void yieldsWhatOneMachineYields() throws Exception {
        Map<String, List<String>> expected;
        try (HubProcess alone = HubProcess.in(Files.createTempDirectory(folder, "hub"))
                .with("ROUNDABOUT_JARS", jar.toString())
                .pipeline(PIPELINE)
                .start()) {
            expected = results(alone);
        }
        try (HubProcess hub = hub("same")
                .with("ROUNDABOUT_JARS", jar.toString())
                .pipeline(PIPELINE)
                .start()) {
            Map<String, List<String>> results = results(hub);

            assertThat(results).isEqualTo(expected);
            assertThat(results.get("pairs")).hasSize(KEYS);
            assertThat(results.get("judged")).hasSize(KEYS);
            assertThat(results.get("turnover")).hasSize(3);
            asksAndChangesRules(hub);
            assertThat(hub.words()).isEmpty();
        }
    }

    private static void asksAndChangesRules(HubProcess hub) throws IOException {
        PlainVehicle.netcat(hub, "!stream orders\n{\"k\":\"lonely\",\"n\":1000}\n");
        assertThat(LookIT.ask(hub, "explain", "pairs", "lonely").out()).contains("lines");
        Path more = Files.writeString(
                Files.createTempFile(folder, "more", ".yaml"),
                PIPELINE.replace(
                        "joins:\n", "  u: {key: /k}\n  v: {key: /k}\njoins:\n  uv: {inputs: {u: one, v: one}}\n"));
        assertThat(LookIT.ask(hub, "apply", "-f", more.toString()).code()).isZero();
        PlainVehicle.netcat(hub, "!stream u\n{\"k\":1}\n!stream v\n{\"k\":1}\n");
        assertThat(HubIT.take(hub, "uv")).hasSize(1);
    }

    /** Sends the same to a hub, some of it twice, and returns what is there to collect. */
    private static Map<String, List<String>> results(HubProcess hub) throws IOException {
        StringBuilder first = new StringBuilder("!hello session=s\n");
        for (int key = 0; key < KEYS; key++) {
            first.append("!stream orders\n{\"k\":" + key + ",\"n\":" + key + "}\n!stream asks\n{\"k\":" + key + "}\n");
        }
        assertThat(PlainVehicle.netcat(hub, first.toString())).contains("+ok " + 2 * KEYS);
        assertThat(PlainVehicle.netcat(
                        hub, first.toString().replace("session=s", "session=t").replaceAll("!stream asks\n.*\n", "")))
                .contains("+ok " + KEYS);
        StringBuilder second = new StringBuilder();
        for (int key = 0; key < KEYS; key++) {
            second.append("!stream lines\n{\"k\":" + key + ",\"shop\":" + key % 3 + ",\"amount\":" + key
                    + "}\n!stream answers\n{\"k\":" + key + "}\n");
        }
        assertThat(PlainVehicle.netcat(hub, second.toString())).contains("+ok " + 2 * KEYS);
        Map<String, String> newest = new TreeMap<>();
        HubIT.take(hub, "turnover").forEach(text -> newest.put(text.replaceAll(",\"n\".*", ""), text));
        return Map.of(
                "pairs", HubIT.take(hub, "pairs").stream().sorted().toList(),
                "judged", HubIT.take(hub, "judged").stream().sorted().toList(),
                "turnover", List.copyOf(newest.values()));
    }

    @Test
    void losesNothingAndDoublesNothingWhenExecutorsAndTheHubDie() throws Exception {
        long seed = Long.getLong("roundabout.seed", System.nanoTime());
        System.out.println("ClusterIT: -Droundabout.seed=" + seed);
        History history = new History();
        Path events = Files.createDirectory(folder.resolve("events"));
        try (HubProcess hub = hub("dying")
                        .with("ROUNDABOUT_CIRCULATION_TURN_GAP", "20ms")
                        .option("-Dspark.eventLog.enabled=true")
                        .option("-Dspark.eventLog.compress=false")
                        .option("-Dspark.eventLog.rolling.enabled=false")
                        .option("-Dspark.eventLog.dir=" + events.toUri())
                        .pipeline(PairTraffic.PIPELINE + """
                                computes:
                                  counted: {from: pairs, key: /left/left, aggregate: "count(*) AS n"}
                                """)
                        .start();
                PairTraffic traffic = new PairTraffic(hub, history, seed)) {
            cluster.awaitExecutors(WORKERS);
            int before = TurnEvents.in(events).jobs();
            // Each look reads all that Spark wrote, which is work that the turns could do.
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> TurnEvents.in(events).jobs() > before + 130);
            TurnEvents calm = TurnEvents.in(events);
            for (int kill = 0; kill < KILLS; kill++) {
                cluster.killAnExecutor();
                traffic.awaitMore(200);
            }
            cluster.awaitExecutors(WORKERS);
            traffic.awaitMore(200);
            // What Spark has to say of broken connections depends on what was under way.
            assertThat(hub.words())
                    .filteredOn(line -> line.contains(" LiveExecutors: "))
                    .hasSize(KILLS)
                    .allMatch(line -> line.contains(" is gone (Command exited with code 137)"));
            hub.crash();
            traffic.awaitMore(200);
            int pairs = traffic.finish();

            String report = pairs + " pairs, " + KILLS + " executors and the hub killed, " + traffic.losses()
                    + " lost connections, " + history.verdict().redeliveries()
                    + " delivered again; before the first kill: "
                    + calm.report();
            System.out.println("ClusterIT: " + report);
            Files.writeString(Path.of("target", "cluster-turns.txt"), report + "\n");
            Judgement.clean(history, hub);
            assertThat(history.distinct()).isEqualTo(history.due());
            assertThat(calm.homes(100).values())
                    .allSatisfy(homes -> assertThat(homes).hasSize(1));
            assertThat(hub.words()).isEmpty();
        }
    }

    @Test
    void saysInOneLineWhyItCannotStart() throws IOException {
        HubProcess here = HubProcess.in(Files.createTempDirectory(folder, "hub"));
        assertThat(whyNot(cluster.host(here))).contains("STATE_NOT_SHARED: state folder '");
        assertThat(whyNot(hub("away").with("ROUNDABOUT_MASTER", "spark://127.0.0.1:1")))
                .contains("MASTER_UNREACHABLE: no Spark master takes this hub at 'spark://127.0.0.1:1'")
                .contains("Connection refused");
        assertThat(whyNot(hub("stranger").with("ROUNDABOUT_CLUSTER_SECRET_FILE", "nowhere")))
                .contains("NO_SECRET: 'nowhere' (cluster.secret-file) cannot be read");
        assertThat(whyNot(hub("large").option("-Dspark.executor.memory=900g").with("ROUNDABOUT_CLUSTER_WAIT", "2s")))
                .contains("NO_EXECUTOR: '" + cluster.url() + "' gave this hub no executor within 2 s.");
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
        return cluster.host(HubProcess.in(Files.createTempDirectory(folder, "hub")))
                .stateOnHdfs(servers.hdfs() + "/" + state)
                .with("ROUNDABOUT_PARTITIONS", PARTITIONS);
    }
}
