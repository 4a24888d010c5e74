package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stream asks of its bodies beyond being JSON. */
@Timeout(60)
class BodyCheckTest {
    private final TestingHub hub = TestingHub.open();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void refusesAMessageThatDoesNotFitAndGoesOn() {
        hub.declare(orders(true));
        assertThat(push("{\"k\":1}\n{\"k\":2,\"bad\":1}\n!put 17\n{\"k\":3, \"bad\":1 }\n{\"k\":4}\n"))
                .containsExactly("-err 2 schema no bad ones", "-err 3 schema no bad ones", "+ok 4");
        assertThat(hub.messages()).extracting(BodyCheckTest::body).containsExactlyInAnyOrder("{\"k\":1}", "{\"k\":4}");
        assertThat(hub.setAside()).hasSize(2).first().satisfies(message -> {
            assertThat(message.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"k\":2,\"bad\":1}");
            assertThat(message.kept()).isEqualTo(RefusedMessage.Kept.JSON);
        });
    }

    @Test
    void keepsNothingWhereTheStreamRefuses() {
        hub.declare(orders(false));
        assertThat(push("{\"k\":2,\"bad\":1}\n")).containsExactly("-err 1 schema no bad ones", "+ok 1");
        assertThat(hub.setAside()).isEmpty();
    }

    @Test
    void makesABatchVoid() {
        hub.declare(orders(true));
        assertThat(push("!begin\n{\"k\":1}\n{\"k\":2,\"bad\":1}\n!end\n"))
                .first()
                .isEqualTo("-err 2 schema no bad ones");
        assertThat(hub.messages()).isEmpty();
        assertThat(hub.setAside()).hasSize(1);
    }

    @Test
    void isAskedOnlyOfJsonThatHasAKey() {
        hub.declare(orders(true));
        assertThat(push("oops\n{\"bad\":1}\n"))
                .filteredOn(line -> line.startsWith("-err"))
                .extracting(line -> line.split(" ", 4)[2])
                .containsExactly("bad-json", "no-key");
    }

    @Test
    void isForJsonStreams() {
        assertThatThrownBy(() -> new StreamDefinition(
                        "notes",
                        StreamFormat.TEXT,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        true,
                        Optional.of((array, from, length) -> Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static StreamDefinition orders(boolean setAside) {
        BodyCheck check =
                (array, from, length) -> new String(array, from, length, StandardCharsets.UTF_8).contains("bad")
                        ? Optional.of("no bad ones")
                        : Optional.empty();
        return new StreamDefinition(
                "orders", StreamFormat.JSON, Optional.of("/k"), Optional.empty(), true, setAside, Optional.of(check));
    }

    private List<String> push(String lines) {
        try (TestingVehicle vehicle = hub.connect()) {
            return vehicle.send("!stream orders\n" + lines).halfClose().readAll();
        }
    }

    private static String body(FramedMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
