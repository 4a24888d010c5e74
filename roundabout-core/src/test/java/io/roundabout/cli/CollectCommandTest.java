package io.roundabout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.vehicle.testing.FakeHub;
import io.roundabout.vehicle.testing.HeldMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    private void hold(String id, String contentType, byte[] body) {
        HeldMessage message = HeldMessage.of(body, contentType).withId(id).withKey("k");
        hub.put("enriched", message.withProperties(Map.of("completed-by", "all")));
    }

    private List<String> accepted() {
        return hub.accepted("enriched").stream().map(HeldMessage::id).toList();
    }
}
