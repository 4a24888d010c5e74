package io.roundabout.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void keepsPhasesInTheOrderGiven() {
        Settings settings = Settings.of(List.of("latency", "rate=500", "throughput"));

        assertThat(settings.phases()).containsExactly("latency", "throughput");
        assertThat(settings.rate()).isEqualTo(500);
    }

    @Test
    void pushesOverTcpUnlessToldOtherwise() {
        assertThat(Settings.of(List.of()).isPushedOverAmqp()).isFalse();
        assertThat(Settings.of(List.of("push=amqp")).isPushedOverAmqp()).isTrue();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Settings.of(List.of("ltency"))).hasMessageStartingWith("'ltency' is no phase");
        assertThatThrownBy(() -> Settings.of(List.of("speed=1"))).hasMessage("there is no setting 'speed'");
        assertThatThrownBy(() -> Settings.of(List.of("rate=0")))
                .hasMessage("rate is '0'; it must be a whole number from 1");
        assertThatThrownBy(() -> Settings.of(List.of("push=http")))
                .hasMessage("push is 'http'; it must be tcp or amqp");
    }
}
