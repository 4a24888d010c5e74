package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vehicles of {@code examples/}, run as their readers run them. */
class ExamplesIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLES = HOME.resolve("examples");
    private static final Path VEHICLES = EXAMPLES.resolve("vehicles");
    private static final int MOST_LINES = 60;

    @TempDir
    private Path folder;

    private HubProcess shop() throws IOException {
        return HubProcess.in(folder)
                .pipeline(Files.readString(VEHICLES.resolve("shop.yaml")))
                .start();
    }

    private static Map<String, String> environment(HubProcess hub) {
        return Map.of(
                "ROUNDABOUT_ENTRANCE", "localhost:" + hub.entrancePort(),
                "ROUNDABOUT_AMQP", "localhost:" + hub.gatePort(),
                "ROUNDABOUT_HTTP", "localhost:" + hub.httpPort(),
                "PATH", HOME.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private static String enriched(String key) {
        return "{\"key\":\"%1$s\",\"orders\":{\"order_id\":1,\"customer\":\"%1$s\"},\"customers\":{\"id\":\"%1$s\",\"name\":\"Ada\"}}"
                .formatted(key);
    }

    @Test
    void bashPushesAndSdkCollects() throws Exception {
        assumeTrue(Script.runs("nc", "-h"), "skipped: no nc");
        try (HubProcess hub = shop()) {
            assertThat(Script.bash(environment(hub), VEHICLES.resolve("shop.sh"), "c1"))
                    .containsExactly("customers: +ok 1", "orders: +ok 2");
            assertThat(Script.python(environment(hub), VEHICLES.resolve("shop_sdk.py"), "c2"))
                    .containsExactlyInAnyOrder("c1 Ada 1", "c1 Ada 2", "c2 Ada 1");
        }
    }

    @Test
    void pythonWithoutSdkPushesAndCollects() throws Exception {
        try (HubProcess hub = shop()) {
            assertThat(Script.python(environment(hub), VEHICLES.resolve("shop_plain.py"), "c3"))
                    .containsExactly("c3 Ada 1");
        }
    }

    @Test
    void javaPushesAndCollects() throws Exception {
        try (HubProcess hub = shop()) {
            assertThat(Script.java(environment(hub), VEHICLES.resolve("Shop.java"), "c4"))
                    .contains("c4 " + enriched("c4"));
        }
    }

    @Test
    void nodePushesAndCollects() throws Exception {
        try (HubProcess hub = shop()) {
            assertThat(Script.node(environment(hub), VEHICLES.resolve("shop.js"), "c5"))
                    .containsExactly("c5 " + enriched("c5"));
        }
    }

    @Test
    void pythonPushesOverAmqp() throws Exception {
        try (HubProcess hub = shop()) {
            Path customers = Files.writeString(folder.resolve("customers.jsonl"), "{\"id\":\"c6\",\"name\":\"Ada\"}\n");
            Path orders = Files.writeString(
                    folder.resolve("orders.jsonl"), "{\"order_id\":1,\"customer\":\"c6\"}\n{\"order_id\":2}\n");
            Path push = VEHICLES.resolve("push_amqp.py");
            assertThat(Script.python(environment(hub), push, "customers", customers.toString()))
                    .isEmpty();
            assertThat(Script.python(environment(hub), push, "orders", orders.toString()))
                    .containsExactly("roundabout:no-key {\"order_id\":2}");
            assertThat(HubIT.take(hub, "enriched")).containsExactly(enriched("c6"));
        }
    }

    @Test
    void combinesHdfsAndHBase() throws Exception {
        Path example = EXAMPLES.resolve("hdfs-hbase");
        assumeTrue(ServersProcess.canBeHad(folder), ServersProcess.CANNOT_BE_HAD);
        String shown = Files.readString(example.resolve("README.md"));
        List<String> printed = Script.bash(Map.of(), example.resolve("run.sh"));
        List<String> results =
                printed.stream().filter(line -> line.startsWith("{")).toList();
        assertThat(results)
                .as("each order with its customer, as the README shows")
                .hasSize(4)
                .allSatisfy(result -> assertThat(shown).contains(result));
        assertThat(printed).anySatisfy(line -> assertThat(line).matches("orders +5 +1 +4"));
    }

    @Test
    void wordCountIsACompute() throws Exception {
        Path example = EXAMPLES.resolve("wordcount");
        String shown = Files.readString(example.resolve("README.md"));
        try (HubProcess hub = HubProcess.in(folder)
                .pipeline(Files.readString(example.resolve("wordcount.yaml")))
                .start()) {
            PlainVehicle.netcat(hub, "!stream poem\nso much depends upon\na red wheel barrow\nSo red!\n");
            assertThat(HubIT.take(hub, "counts").stream().sorted())
                    .hasSize(8)
                    .contains("{\"key\":\"red\",\"n\":2}", "{\"key\":\"so\",\"n\":2}")
                    .allSatisfy(count -> assertThat(shown).contains(count));
            PlainVehicle.netcat(hub, "!stream poem\nred rain\n");
            assertThat(HubIT.take(hub, "counts"))
                    .containsExactlyInAnyOrder("{\"key\":\"red\",\"n\":3}", "{\"key\":\"rain\",\"n\":1}");
        }
    }

    @Test
    void judgesGroupsInJava() throws Exception {
        Path example = EXAMPLES.resolve("java-rule");
        assertThat(Script.bash(Map.of(), example.resolve("run.sh")))
                .contains("4 cases, 0 failed; seed 1", "{\"order\":\"o1\",\"parcels\":2,\"missing\":0}")
                .anyMatch(line -> line.startsWith("2 dead letters at dead/shipped"));
    }

    @Test
    void wordCountGoesOnWhereItStopped() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).start()) {
            Path count = EXAMPLES.resolve("wordcount/wordcount.py");
            PlainVehicle.netcat(hub, "!stream poem\nso much depends upon\na red wheel barrow\nso red\n");
            assertThat(Script.python(environment(hub), count, "poem", "counts"))
                    .contains("{\"red\": 2, \"so\": 2}")
                    .hasSize(3);
            PlainVehicle.netcat(hub, "!stream poem\nred rain\n");
            assertThat(Script.python(environment(hub), count, "poem", "counts"))
                    .containsExactly("{\"rain\": 1, \"red\": 3}");
        }
    }

    @Test
    void cronChainBeforeAndAfterReportTheSame() throws Exception {
        Path before = EXAMPLES.resolve("cron/before");
        Path after = EXAMPLES.resolve("cron/after");
        String nightly = folder.toString();
        for (String script : List.of("orders.sh", "customers.sh")) {
            Script.bash(Map.of(), before.resolve(script), nightly);
        }
        assertThat(Script.bash(Map.of(), before.resolve("report.sh"), nightly))
                .containsExactly("c1 book Ada", "c1 pen Ada", "c2 lamp Grace");

        try (HubProcess hub = shop()) {
            Script.bash(environment(hub), after.resolve("orders.sh"));
            assertThat(Script.bash(environment(hub), after.resolve("report.sh")))
                    .isEmpty();
            Script.bash(environment(hub), after.resolve("customers.sh"));
            assertThat(Script.bash(environment(hub), after.resolve("report.sh")))
                    .containsExactlyInAnyOrder(
                            "{\"key\":\"c1\",\"orders\":{\"customer\":\"c1\",\"item\":\"book\"},\"customers\":{\"id\":\"c1\",\"name\":\"Ada\"}}",
                            "{\"key\":\"c1\",\"orders\":{\"customer\":\"c1\",\"item\":\"pen\"},\"customers\":{\"id\":\"c1\",\"name\":\"Ada\"}}",
                            "{\"key\":\"c2\",\"orders\":{\"customer\":\"c2\",\"item\":\"lamp\"},\"customers\":{\"id\":\"c2\",\"name\":\"Grace\"}}");
        }
    }

    @Test
    void everyScriptIsShort() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().matches(".*\\.(sh|py|js|java)")) {
                    assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
                }
            }
        }
    }
}
