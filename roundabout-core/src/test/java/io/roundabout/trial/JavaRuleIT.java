package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.classes.TestingJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A join of a real hub that a user's class judges. */
class JavaRuleIT {
    private static final String PIPELINE = """
            version: 1
            streams: {orders: {key: /k}, lines: {key: /k}}
            joins:
              shipped:
                inputs: {orders: one, lines: all}
                class: com.acme.Mine
            """;

    /** Two lines make a group; what is {@code bad} cannot be judged. */
    private static final String RULE = """
            for (GroupMessage line : group.messages("lines")) {
                if (line.value("/bad").isPresent()) {
                    throw new IllegalStateException("line of " + group.key() + " is bad");
                }
            }
            return group.messages("orders").isEmpty() || group.messages("lines").size() < 2
                    ? Optional.empty()
                    : Optional.of(("{\\"who\\":\\"" + group.key() + "\\"}").getBytes());
            """;

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void pack() throws Exception {
        jar = TestingJar.of(folder, Map.of("Mine", TestingJar.rule("Mine", RULE)));
    }

    private HubProcess hub() {
        return HubProcess.in(folder).with("ROUNDABOUT_JARS", jar.toString());
    }

    @Test
    void setsOneGroupAsideAndGoesOnWithTheOthers() throws Exception {
        try (HubProcess hub = hub().pipeline(PIPELINE).start()) {
            PlainVehicle.netcat(hub, """
                    !stream orders
                    {"k":"good"}
                    {"k":"poor"}
                    !stream lines
                    {"k":"good"}
                    {"k":"poor","bad":true}
                    {"k":"good"}
                    """);

            assertThat(HubIT.take(hub, "shipped")).containsExactly("{\"who\":\"good\"}");
            assertThat(LookIT.ask(hub, "dead", "shipped").out())
                    .startsWith("2 dead letters at dead/shipped\n")
                    .contains("rule-failed")
                    .contains("class com.acme.Mine threw java.lang.IllegalStateException: line of poor is bad");
            assertThat(LookIT.ask(hub, "status").out().replaceAll(" +", " "))
                    .contains("stream in held used dead\n")
                    .contains("orders 2 0 1 1\n")
                    .contains("lines 3 0 2 1\n");
            assertThat(hub.words())
                    .filteredOn(line -> line.contains("Shown once"))
                    .hasSize(1);
            hub.crash();
            PlainVehicle.netcat(hub, "!stream lines\n{\"k\":\"x\"}\n{\"k\":\"x\"}\n!stream orders\n{\"k\":\"x\"}\n");
            assertThat(HubIT.take(hub, "shipped")).containsExactly("{\"who\":\"x\"}");
        }
    }

    @Test
    void sendsWhatWasSetAsideBackOnceTheClassIsRight() throws Exception {
        try (HubProcess hub = hub().pipeline(PIPELINE).start()) {
            PlainVehicle.netcat(hub, "!stream orders\n{\"k\":1}\n!stream lines\n{\"k\":1,\"bad\":1}\n");
            hub.stop();
            TestingJar.of(folder, Map.of("Mine", TestingJar.rule("Mine", RULE.replace("/bad", "/worse"))));
            hub.start();

            assertThat(LookIT.ask(hub, "redrive", "shipped").out())
                    .isEqualTo("1 sent back to lines\n1 sent back to orders\n");

            PlainVehicle.netcat(hub, "!stream lines\n{\"k\":1}\n");
            assertThat(HubIT.take(hub, "shipped")).containsExactly("{\"who\":\"1\"}");
            assertThat(LookIT.ask(hub, "dead", "shipped").out()).startsWith("0 dead letters");
        }
    }

    @Test
    void doesNotStartWithoutTheClassThatItsStateNeeds() throws Exception {
        try (HubProcess hub = hub().pipeline(PIPELINE).start()) {
            hub.stop();
        }
        try (HubProcess hub = HubProcess.in(folder)) {
            HubProcess.Ending ending = hub.startInVain();

            assertThat(ending.code()).isEqualTo(1);
            assertThat(String.join("\n", ending.words()))
                    .contains(
                            "the pipeline of the state folder: class 'com.acme.Mine' cannot be looked for: no jars are")
                    .contains("name those that have it with --jars");
        }
    }

    @Test
    void refusesRulesWhoseClassIsNotThereAndKeepsItsOwn() throws Exception {
        try (HubProcess hub = hub().pipeline(PIPELINE).start()) {
            Path other = Files.writeString(folder.resolve("other.yaml"), PIPELINE.replace("Mine", "Gone"));

            assertThat(LookIT.ask(hub, "apply", "-f", other.toString()).err())
                    .contains("there is no class 'com.acme.Gone' on " + jar);

            PlainVehicle.netcat(hub, "!stream lines\n{\"k\":1}\n{\"k\":1}\n!stream orders\n{\"k\":1}\n");
            assertThat(HubIT.take(hub, "shipped")).containsExactly("{\"who\":\"1\"}");
        }
    }

    private static LookIT.Told run(String... arguments) {
        return LookIT.ask(0, arguments);
    }

    @Test
    void isCheckedAndTriedWithoutAHub() throws Exception {
        Path pipeline = Files.createDirectory(folder.resolve("pipeline"));
        Path file = Files.writeString(pipeline.resolve("p.yaml"), PIPELINE);
        Files.writeString(pipeline.resolve("p.test.yaml"), """
                cases:
                  two lines:
                    given:
                      - orders: {k: a}
                      - lines: {k: a, n: 1}
                      - lines: {k: a, n: 2}
                    then:
                      shipped: [{who: a}]
                """);
        assertThat(run("check", "-f", file.toString()).err())
                .isEqualTo(
                        file + ":6:12: class 'com.acme.Mine' cannot be looked for: no jars are named; name those that"
                                + " have it with --jars\n");
        assertThat(run("check", "-f", file.toString(), "--jars", jar.toString()).out())
                .startsWith(file + ": no problems; 2 streams, 1 join");
        assertThat(run("test", pipeline.toString(), "--jars", jar.toString()).out())
                .startsWith("ok      two lines")
                .contains("1 case, 0 failed");
    }
}
