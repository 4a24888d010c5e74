package io.roundabout.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BodiesTest {
    private final Bodies bodies = new Bodies(1);

    @Test
    void namesItsKeyInBothLanes() throws JsonProcessingException {
        assertThat(json(Lane.ORDERS, 1_234_567_890).path("customer").asText()).isEqualTo("c1234567890");
        assertThat(json(Lane.ORDERS, 42).path("order").asText()).isEqualTo("o0000000042");
        assertThat(json(Lane.CUSTOMERS, 42).path("id").asText()).isEqualTo("c0000000042");
    }

    @Test
    void hasAboutTwoHundredBytes() {
        for (Lane lane : Lane.values()) {
            assertThat(text(lane, 1)).hasSizeBetween(180, 210).doesNotContain("..");
        }
    }

    @Test
    void differsByKeyAndLaneAndSeed() throws JsonProcessingException {
        String remark = json(Lane.ORDERS, 1).path("remark").asText();

        assertThat(json(Lane.ORDERS, 2).path("remark").asText()).isNotEqualTo(remark);
        assertThat(json(Lane.CUSTOMERS, 1).path("remark").asText()).isNotEqualTo(remark);
        assertThat(new Bodies(2).write(Lane.ORDERS, 1, new byte[Bodies.LONGEST], 0))
                .isPositive();
    }

    private JsonNode json(Lane lane, int number) throws JsonProcessingException {
        return new ObjectMapper().readTree(text(lane, number));
    }

    private String text(Lane lane, int number) {
        byte[] body = new byte[Bodies.LONGEST];
        return new String(body, 0, bodies.write(lane, number, body, 0), UTF_8);
    }
}
