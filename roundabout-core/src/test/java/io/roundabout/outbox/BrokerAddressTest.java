package io.roundabout.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.outbox.BrokerAddress.Capability;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @Test
    void takesAllThatAUrlSays() {
        assertThat(BrokerAddress.parse("amqps://hub%40north@broker.example:5999/a%20b/c?capability=topic"))
                .isEqualTo(new BrokerAddress(
                        true, Optional.of("hub@north"), "broker.example", 5999, "a b/c", Capability.TOPIC));
    }

    @ParameterizedTest
    @CsvSource({"amqp://broker/archive,5672", "amqps://broker/archive,5671"})
    void knowsThePorts(String text, int port) {
        BrokerAddress address = BrokerAddress.parse(text);

        assertThat(address.port()).isEqualTo(port);
        assertThat(address.user()).isEmpty();
        assertThat(address.address()).isEqualTo("archive");
        assertThat(address.capability()).isEqualTo(Capability.QUEUE);
    }

    @Test
    void takesTheAddressesOfRabbitAndHostsOfVersion6() {
        BrokerAddress address = BrokerAddress.parse("amqp://[::1]//queues/archive");

        assertThat(address.address()).isEqualTo("/queues/archive");
        assertThat(address.host()).isEqualTo("::1");
        assertThat(address.broker()).isEqualTo("amqp://[::1]:5672");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://broker/archive",
                "amqps://hub%40north@broker:5999/a%20b/c?capability=topic",
                "amqp://[::1]:5673//queues/archive",
                "amqp://broker/a%23b%3Fc"
            })
    void hasATextThatReadsTheSame(String text) {
        BrokerAddress address = BrokerAddress.parse(text);

        assertThat(BrokerAddress.parse(address.toString())).isEqualTo(address);
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://hub:secret@broker/archive",
                "amqp://hub:secret@bro ker/archive",
                "amqp://hub:se@cret@broker/archive",
                "http://hub:secret@broker/archive",
                "amqp://:secret@broker/archive"
            })
    void showsNoPassword(String text) {
        assertThatThrownBy(() -> BrokerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("cret");
    }
}
