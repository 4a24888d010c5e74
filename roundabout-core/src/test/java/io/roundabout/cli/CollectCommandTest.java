package io.roundabout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.vehicle.testing.FakeHub;
import io.roundabout.vehicle.testing.HeldMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CollectCommandTest {
    private final TestingTerminal terminal = new TestingTerminal();
    private FakeHub hub;

    @BeforeEach
    void openHub() {
        hub = new FakeHub();
        terminal.with("ROUNDABOUT_AMQP", "127.0.0.1:" + hub.amqpPort());
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    @Test
    void printsALinePerMessageAndTakesThem() {
        hold("1", "application/json", "{\"n\":\n1.10}".getBytes(UTF_8));
        hold("2", "text/plain", "say \"é\"".getBytes(UTF_8));
        hold("3", "application/octet-stream", new byte[] {(byte) 0xff, 0});
        assertThat(terminal.run("collect", "enriched")).isZero();
        assertThat(terminal.out()).isEqualTo("{\"n\": 1.10}\n\"say \\\"é\\\"\"\n\"/wA=\"\n");
        await().until(() -> accepted().equals(List.of("1", "2", "3")));
    }

    @Test
    void printsTheSameLinesWhereJsonIsAskedFor() {
        hold("1", "application/json", "{\"n\":1}".getBytes(UTF_8));
        assertThat(terminal.run("collect", "enriched", "--json")).isZero();
        assertThat(terminal.out()).isEqualTo("{\"n\":1}\n");
    }

    @Test
    void takesNoMoreThanAsked() {
        hold("1", "text/plain", "a".getBytes(UTF_8));
        hold("2", "text/plain", "b".getBytes(UTF_8));
        assertThat(terminal.run("collect", "enriched", "-n", "1")).isZero();
        assertThat(terminal.out()).isEqualTo("\"a\"\n");
        await().until(() -> accepted().equals(List.of("1")));
        assertThat(hub.held("enriched")).extracting(HeldMessage::id).containsExactly("2");
    }

    @Test
    void wrapsTheBodyWithWhatIsKnownOfIt() {
        hold("1", "application/json", "{\"n\":1}".getBytes(UTF_8));
        assertThat(terminal.run("collect", "enriched", "--meta")).isZero();
        assertThat(terminal.out())
                .isEqualTo("{\"key\":\"k\",\"message-id\":\"1\",\"subject\":\"enriched\","
                        + "\"content-type\":\"application/json\",\"properties\":{\"completed-by\":\"all\"},"
                        + "\"body\":{\"n\":1}}\n");
    }

    @Test
    void looksWithoutTaking() {
        hold("1", "text/plain", "a".getBytes(UTF_8));
        assertThat(terminal.run("collect", "enriched", "--peek")).isZero();
        assertThat(terminal.out()).isEqualTo("\"a\"\n");
        assertThat(hub.held("enriched")).extracting(HeldMessage::id).containsExactly("1");
    }

    @Test
    void printsNothingWhereNothingIsReady() {
        assertThat(terminal.run("collect", "enriched")).isZero();
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void failsWhenNothingComesInTime() {
        assertThat(terminal.run("collect", "enriched", "--wait", "50ms")).isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("roundabout: nothing came to enriched in time\n");
    }

    @Test
    void followsUntilItHasEnough() {
        hold("1", "text/plain", "a".getBytes(UTF_8));
        hold("2", "text/plain", "b".getBytes(UTF_8));
        assertThat(terminal.run("collect", "enriched", "--follow", "-n", "2")).isZero();
        await().until(() -> accepted().equals(List.of("1", "2")));
    }

    @Test
    void followsAHubThatGoesAwayAndComesBack() {
        hold("1", "text/plain", "a".getBytes(UTF_8));
        CompletableFuture<Integer> following =
                CompletableFuture.supplyAsync(() -> terminal.run("collect", "enriched", "--follow", "-n", "2"));
        await().until(() -> accepted().equals(List.of("1")));
        hub.cut();
        hold("2", "text/plain", "b".getBytes(UTF_8));
        assertThat(following).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(0);
        assertThat(terminal.out()).isEqualTo("\"a\"\n\"b\"\n");
        assertThat(terminal.err())
                .startsWith("roundabout: cannot reach the hub's AMQP port")
                .endsWith("; trying again until interrupted\nroundabout: the hub is back\n");
    }

    @Test
    void saysWhyAnAddressCannotBeCollectedFrom() {
        hub.put("enriched", "{}");
        hub.refuseAddress("enrched");
        assertThat(terminal.run("collect", "enrched")).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo("roundabout: cannot collect from 'enrched': no address 'enrched'; there is 'enriched'\n");
    }

    @Test
    void putsThemIntoAFileAndTakesThemOnceItIsWhole(@TempDir Path folder) throws IOException {
        hold("1", "application/json", "{\"n\":1}".getBytes(UTF_8));
        hold("2", "text/plain", "a".getBytes(UTF_8));
        assertThat(terminal.run("collect", "enriched", "--to", folder + "/")).isZero();
        Path file = Path.of(terminal.out().strip());
        assertThat(file.getFileName().toString()).matches("enriched-.*-00001.jsonl");
        assertThat(file).hasContent("{\"n\":1}\n\"a\"\n");
        assertThat(terminal.err())
                .matches("collected 2 messages from enriched into " + folder
                        + "/ in [0-9.]+ s \\([0-9]+/s, 1 commit\\)\n");
        await().until(() -> accepted().equals(List.of("1", "2")));
    }

    @Test
    void beginsANewFileWhenOneIsFull(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 5; i++) {
            hold(Integer.toString(i), "application/json", "{}".getBytes(UTF_8));
        }
        assertThat(terminal.run(
                        "collect", "enriched", "-n", "4", "--to", folder + "/a.csv", "--meta", "--roll-messages", "3"))
                .isZero();
        assertThat(terminal.out().lines()).hasSize(2);
        assertThat(terminal.run("collect", "enriched", "--to", folder + "/a.jsonl", "--roll-size", "1", "--json"))
                .isZero();
        assertThat(terminal.out())
                .startsWith("{\"address\":\"enriched\",\"committed\":1,\"commits\":1,\"bytes\":2,")
                .endsWith("}\n");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void keepsWhatDoesNotSuitTheTarget(@TempDir Path folder) throws IOException {
        hold("1", "application/json", "{\"n\":1}".getBytes(UTF_8));
        hold("2", "text/plain", "a".getBytes(UTF_8));
        hold("3", "application/json", "{\"n\":3}".getBytes(UTF_8));
        assertThat(terminal.run("collect", "enriched", "--to", folder + "/a.csv"))
                .isEqualTo(1);
        assertThat(terminal.err())
                .contains("roundabout: message 2 (key k): its body is no JSON object; --meta makes one of it,"
                        + " .jsonl takes any")
                .contains("collected 1 message from enriched");
        assertThat(Path.of(terminal.out().strip())).hasContent("n\n1\n");
        await().until(() -> hub.held("enriched").size() == 2);
        assertThat(accepted()).containsExactly("1");
        assertThat(hub.held("enriched")).extracting(HeldMessage::id).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void takesNothingWhereTheTargetIsMissing(@TempDir Path folder) {
        hold("1", "application/json", "{\"n\":1}".getBytes(UTF_8));
        assertThat(terminal.run("collect", "enriched", "--to", folder + "/no/a.csv"))
                .isEqualTo(1);
        assertThat(terminal.err()).startsWith("roundabout: there is no folder '" + folder + "/no'; make it first");
        assertThat(hub.held("enriched")).extracting(HeldMessage::id).containsExactly("1");
    }

    @Test
    void followsIntoATargetAHubThatGoesAwayAndComesBack(@TempDir Path folder) {
        hold("1", "application/json", "{\"n\":1}".getBytes(UTF_8));
        CompletableFuture<Integer> following = CompletableFuture.supplyAsync(() -> terminal.run(
                "collect", "enriched", "--follow", "-n", "2", "--to", folder + "/a.jsonl", "--roll-messages", "1"));
        await().until(() -> accepted().equals(List.of("1")));
        hub.cut();
        hold("2", "application/json", "{\"n\":2}".getBytes(UTF_8));
        assertThat(following).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(0);
        assertThat(terminal.out().lines()).hasSize(2);
        await().until(() -> accepted().equals(List.of("1", "2")));
    }

    @Test
    void commitsAFileThatWasLongEnoughBegun(@TempDir Path folder) {
        CompletableFuture<Integer> following = CompletableFuture.supplyAsync(() -> terminal.run(
                "collect", "enriched", "--follow", "-n", "2", "--to", folder + "/a.jsonl", "--roll-every", "100ms"));
        hold("1", "application/json", "{}".getBytes(UTF_8));
        await().until(() -> accepted().equals(List.of("1")));
        hold("2", "application/json", "{}".getBytes(UTF_8));
        assertThat(following).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(0);
        assertThat(terminal.out().lines()).hasSize(2);
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        assertThat(terminal.run("collect", "enriched", "--to", "a.jsonl", "--peek"))
                .isEqualTo(2);
        assertThat(terminal.err()).startsWith("--peek takes nothing");
        assertThat(terminal.run("collect", "enriched", "--columns", "n")).isEqualTo(2);
        assertThat(terminal.err()).contains("add --to TARGET");
        assertThat(terminal.run("collect", "enriched", "--to", "a.jsonl", "--roll-messages", "0"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("must be more than nothing");
    }

    private void hold(String id, String contentType, byte[] body) {
        HeldMessage message = HeldMessage.of(body, contentType).withId(id).withKey("k");
        hub.put("enriched", message.withProperties(Map.of("completed-by", "all")));
    }

    private List<String> accepted() {
        return hub.accepted("enriched").stream().map(HeldMessage::id).toList();
    }
}
