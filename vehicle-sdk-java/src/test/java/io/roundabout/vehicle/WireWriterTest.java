package io.roundabout.vehicle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireWriterTest {
    private static final int LONGEST_LINE = 20;

    @Test
    void sendsPlainTextAsALine() {
        assertThat(WireWriter.head(Message.of("{\"n\":1}"), LONGEST_LINE)).isEmpty();
    }

    @Test
    void escapesALineThatLooksLikeACommand() {
        assertThat(WireWriter.head(Message.of("!bye"), LONGEST_LINE)).isEqualTo("!".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "ends in a return\r", "café", "longer than twenty bytes"})
    void putsWhatALineWouldNotCarryAsItIs(String body) {
        int length = body.getBytes(UTF_8).length;
        assertThat(WireWriter.head(Message.of(body), LONGEST_LINE))
                .isEqualTo(("!put " + length + "\n").getBytes(UTF_8));
    }

    @Test
    void putsWhatHasAKey() {
        Message message = Message.of("x").withKey("a b").withId("1").withType("text/plain");
        assertThat(WireWriter.head(message, LONGEST_LINE))
                .isEqualTo("!put key=a%20b id=1 type=text%2Fplain 1\n".getBytes(UTF_8));
    }

    @Test
    void refusesTextThatUtf8CannotCarry() {
        assertThatThrownBy(() -> Message.of("\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the text has an unpaired surrogate, which UTF-8 cannot carry");
    }
}
