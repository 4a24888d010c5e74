package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.RefusalCode;
import io.roundabout.entrance.RefusedMessage.Kept;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pins what the author of a vehicle reads. */
class RefusalTextsTest {
    private final TestingHub hub = TestingHub.open();

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"n\":1}        | no-key stream 'orders' needs a key; expected at /customer",
                "{\"customer\":1.5} | bad-key the key must be a string of 1 to 256 bytes of UTF-8, or an integer"
                        + " without leading zeros other than -0",
                "{\"customer\":1,\"id\":{}} | bad-key the id must be a string of 1 to 256 bytes of UTF-8, or an"
                        + " integer without leading zeros other than -0",
                "[1]              | bad-json expected one JSON object, found an array",
                "7                | bad-json expected one JSON object, found a number",
                "{\"a\":1}{}      | bad-json something follows the JSON object. Send one object in a message.",
                "{\"a\":1,\"a\":2} | duplicate-field field 'a' twice",
                "{\"customer\":\"c2\" | bad-json the object is not closed: the message ends at byte 16. Send the whole"
                        + " object in one message.",
                "{\"a\":x}        | bad-json Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or"
                        + " token 'null', 'true' or 'false') at byte 5"
            })
    void saysWhyALineOfJsonIsRefused(String line, String text) {
        declareOrders();

        assertThat(answers("!stream orders\n" + line.strip() + "\n")).containsExactly("-err 1 " + text, "+ok 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!stream order  | -err 1 unknown-stream stream 'order' is not declared; nearest: orders, notes."
                        + " Correct the name or declare the stream.",
                "!stream 1x     | -err 1 bad-name stream '1x' is no NAME: letters, digits, '_', '-' and single dots,"
                        + " a letter first, at most 64 characters; 'key', 'dead' and 'jobs' are reserved. Correct the name.",
                "!stream notes  | -err 1 no-key stream 'notes' needs a key; send it with !put key="
            })
    void saysWhyAStreamRefuses(String command, String answer) {
        declareOrders();

        assertThat(answers(command.strip() + "\nx\n").get(0)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!frob      | unknown command '!frob'. A message that starts with ! is sent as !!",
                "!end       | !end without !begin",
                "!abort     | !abort without !begin",
                "!sync now  | !sync takes no options",
                "!put x     | !put 'x' does not end with the body's length in bytes",
                "!put k=v 3 | !put does not know 'k=v'",
                "!put key=a key=b 3 | !put has key= twice",
                "!put key=%4 3 | a % in '%4' is not followed by two hex digits",
                "!hello ack=maybe | ack=maybe is none of receipts, final, off",
                "!hello known=x | known=x is no number",
                "!hello session=a%0Ab | session= must be 1 to 128 bytes of UTF-8 without control characters",
                "GET / HTTP/1.1 | this port takes lines, not HTTP. See docs/wire.md."
            })
    void saysWhyItClosesOnACommand(String command, String text) {
        assertThat(answers(command.strip() + "\n")).containsExactly("-close bad-command " + text);
    }

    @Test
    void closesOnAnHttpRequestWhoseLineIsTooLong() {
        assertThat(answers("POST /" + "a".repeat(70_000) + " HTTP/1.1\n!stream orders\n{\"a\":1}\n"))
                .containsExactly("-close bad-command this port takes lines, not HTTP. See docs/wire.md.");
    }

    @Test
    void closesAtOnceOnAnAmqpHeaderThatIsNoLine() {
        for (String header : List.of("AMQP\0\1\0\0", "AMQP\3\1\0\0")) {
            try (TestingVehicle vehicle = hub.connect()) {
                assertThat(vehicle.send(header).readAll())
                        .containsExactly("-close bad-command this port takes lines, not AMQP. See docs/wire.md.");
            }
        }
    }

    @Test
    void takesTextThatOnlyBeginsLikeAmqp() {
        try (TestingVehicle vehicle = hub.connect()) {
            assertThat(vehicle.send("AMQP").send(" 1.0\n").halfClose().readAll())
                    .containsExactly("+ok 1");
        }
    }

    @Test
    void saysThatAMessageIsTooLongAndGoesOn() {
        assertThat(answers("x".repeat(65_537) + "\n!put 16777217\n" + "x".repeat(16_777_217) + "\n"))
                .containsExactly(
                        "-err 1 too-long the line is longer than 65536 B (entrance.max-line)",
                        "-err 2 too-long the body is longer than 16777216 B (entrance.max-put)",
                        "+ok 2");
    }

    @Test
    void saysThatAMessageIsTooLongToGoOn() {
        assertThat(answers("x".repeat(1_048_577) + "\n"))
                .containsExactly("-close too-long a line of more than 1048576 B; send large bodies with !put");
        assertThat(answers("!put 67108865\n"))
                .containsExactly("-close too-long a body of 67108865 B; the limit is 16777216 B (entrance.max-put)");
        assertThat(answers("!put 1\nab\n"))
                .containsExactly("-close bad-command the body of !put is not followed by a line end; is LENGTH right?");
    }

    @Test
    void keepsControlCharactersOutOfItsAnswers() {
        assertThat(answers("!stream a\u0007\u001b[2J\nx\n").get(0)).startsWith("-err 1 bad-name stream 'a??[2J' is no");
    }

    @Test
    void saysOfWhatItSetsAsideWhetherItIsJson() {
        declareOrders();
        String[] refused = {"{\"x\":1}", "{\"customer\":[]}", "{\"x\":", "{\"x\":1,\"x\":2}"};
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!stream orders\n" + String.join("\n", refused) + "\n!begin\n" + refused[0] + "\n!end\n")
                    .send("!put key=" + "k".repeat(257) + " 7\n" + refused[0] + "\n")
                    .halfClose()
                    .readAll();
        }

        assertThat(hub.setAside())
                .extracting(RefusedMessage::kept)
                .containsExactly(Kept.JSON, Kept.JSON, Kept.WHOLE, Kept.WHOLE, Kept.JSON, Kept.WHOLE);
    }

    @Test
    void setsRefusedMessagesAsideWithTheirBodies() {
        declareOrders();
        byte[] wrong = {'a', (byte) 0xFF};
        try (TestingVehicle vehicle = hub.connect()) {
            vehicle.send("!hello vehicle=crm\n!stream orders\n[1]\n")
                    .send(wrong)
                    .send("\n" + "x".repeat(70_000) + "\n!stream nowhere\nx\n")
                    .halfClose()
                    .readAll();
        }

        List<RefusedMessage> aside = hub.setAside();
        assertThat(aside)
                .extracting(RefusedMessage::code)
                .containsExactly(RefusalCode.BAD_JSON, RefusalCode.BAD_UTF8, RefusalCode.TOO_LONG);
        assertThat(aside).extracting(RefusedMessage::vehicle).containsOnly("crm");
        assertThat(aside).extracting(RefusedMessage::truncated).containsExactly(false, false, true);
        assertThat(aside.get(0).body()).isEqualTo("[1]".getBytes(StandardCharsets.UTF_8));
        assertThat(aside.get(1).body()).isEqualTo(wrong);
        assertThat(aside.get(2).body()).hasSize(65_536);
    }

    private void declareOrders() {
        hub.declare(
                new StreamDefinition(
                        "orders",
                        StreamFormat.JSON,
                        Optional.of("/customer"),
                        Optional.of("/id"),
                        true,
                        true,
                        Optional.empty()),
                new StreamDefinition(
                        "notes", StreamFormat.TEXT, Optional.empty(), Optional.empty(), true, true, Optional.empty()));
    }

    private List<String> answers(String sent) {
        try (TestingVehicle vehicle = hub.connect()) {
            return vehicle.send(sent).halfClose().readAll();
        }
    }
}
