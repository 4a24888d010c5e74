package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.outbox.BrokerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayCredentialsTest {
    @TempDir
    private Path folder;

    @Test
    void findsTheFirstThatFits() throws IOException {
        Path file = file(
                "# brokers",
                "",
                "amqps://hub:tls@broker",
                "amqp://other:o@broker",
                "amqp://hub:p%40ss+w%3Ard%25@broker:5672",
                "amqp://hub:later@broker");

        assertThat(RelayCredentials.find(file, BrokerAddress.parse("amqp://hub@broker/archive")))
                .contains(new RelayCredentials("hub", "p@ss+w:rd%"));
        assertThat(RelayCredentials.find(file, BrokerAddress.parse("amqp://broker/archive")))
                .contains(new RelayCredentials("other", "o"));
        assertThat(RelayCredentials.find(file, BrokerAddress.parse("amqps://broker/archive")))
                .contains(new RelayCredentials("hub", "tls"));
        assertThat(RelayCredentials.find(file, BrokerAddress.parse("amqp://broker:5673/archive")))
                .isEmpty();
        assertThat(RelayCredentials.find(file, BrokerAddress.parse("amqp://nobody@broker/archive")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hub:secret",
                "amqp://broker",
                "amqp://secret@broker",
                "amqp://hub:%secret@broker",
                "amqp://hub:secret@",
                "amqp://hub:se cret@broker",
                "http://hub:secret@broker"
            })
    void namesALineThatIsWrongAndDoesNotShowIt(String line) throws IOException {
        Path file = file("# brokers", line);

        assertThatThrownBy(() -> RelayCredentials.find(file, BrokerAddress.parse("amqp://broker/archive")))
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .hasMessage(file + ":2 is no URL amqp://USER:PASSWORD@HOST:PORT");
    }

    @Test
    void isNotPrinted() {
        assertThat(new RelayCredentials("hub", "secret")).hasToString("hub:***");
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("credentials"), List.of(lines));
    }
}
