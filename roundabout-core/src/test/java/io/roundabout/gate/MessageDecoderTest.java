package io.roundabout.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.RefusalCode;
import io.roundabout.entrance.Defect;
import io.roundabout.entrance.PushedMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the hub takes of a message; the cases are {@code docs/vectors/pushed.json}. */
class MessageDecoderTest {
    private static final Path VECTORS = Path.of("..", "docs", "vectors", "pushed.json");
    private static final Defect TOO_LONG = new Defect(RefusalCode.TOO_LONG, "too long");

    private final MessageDecoder decoder = new MessageDecoder();

    @TestFactory
    Stream<DynamicTest> readsAsTheVectorsSay() throws IOException {
        JsonNode vectors = new ObjectMapper().readTree(VECTORS.toFile()).get("vectors");
        return StreamSupport.stream(vectors.spliterator(), false)
                .map(vector -> DynamicTest.dynamicTest(vector.get("about").textValue(), () -> check(vector)));
    }

    private void check(JsonNode vector) {
        PushedMessage message = decoder.read(bytes(vector.get("bytes")));

        Defect defect = message.defect();
        assertThat(defect == null ? null : defect.code().word())
                .isEqualTo(vector.path("refused").textValue());
        if (defect == null) {
            assertThat(message.body()).isEqualTo(bytes(vector.get("body")));
            assertThat(text(message.key())).isEqualTo(vector.path("key").textValue());
            assertThat(text(message.messageId())).isEqualTo(vector.path("id").textValue());
            assertThat(text(message.type())).isEqualTo(vector.path("type").textValue());
            assertThat(text(message.trace())).isEqualTo(vector.path("trace").textValue());
        }
    }

    private static byte[] bytes(JsonNode node) {
        return node.isTextual()
                ? node.textValue().getBytes(UTF_8)
                : HexFormat.of().parseHex(node.get("hex").textValue());
    }

    private static @Nullable String text(byte @Nullable [] utf8) {
        return utf8 == null ? null : new String(utf8, UTF_8);
    }

    @Test
    void keepsTheBeginningOfABodyThatIsTooLong() {
        byte[] data = HexFormat.of().parseHex("0053704500537345005375b000100000616263");

        PushedMessage message = decoder.readBeginning(data, TOO_LONG);

        assertThat(message.defect()).isEqualTo(TOO_LONG);
        assertThat(message.body()).isEqualTo("abc".getBytes(UTF_8));
    }

    @Test
    void keepsWhatThereIsOfAnotherBodyThatIsTooLong() {
        byte[] map = HexFormat.of().parseHex("005377d1001000000000000aa10161");

        assertThat(decoder.readBeginning(map, TOO_LONG).body()).isEqualTo(map);
    }

    @Test
    void readsNestingWithoutEnd() {
        byte[] nested = new byte[3 + 9 * 200_000];
        Arrays.fill(nested, (byte) 0xD0);
        nested[0] = 0;
        nested[1] = 0x53;
        nested[2] = 0x77;
        int size = nested.length - 8;
        for (int at = 3; at + 9 <= nested.length; at += 9, size -= 9) {
            java.nio.ByteBuffer.wrap(nested, at, 9)
                    .put((byte) 0xD0)
                    .putInt(size)
                    .putInt(1);
        }

        Defect defect = decoder.read(nested).defect();

        assertThat(defect).isNotNull();
        assertThat(decoder.read(HexFormat.of().parseHex("005375a000")).defect()).isNull();
    }

    @Test
    void refusesAContentTypeThatIsTooLong() {
        String type = HexFormat.of().formatHex("t".repeat(300).getBytes(UTF_8));
        String properties = "005373d0%08x00000007".formatted(4 + 6 + 5 + 300) + "404040404040" + "b30000012c" + type;

        PushedMessage message = decoder.read(HexFormat.of().parseHex(properties + "005375a000"));

        assertThat(message.defect()).extracting(Defect::code).isEqualTo(RefusalCode.BAD_BODY);
    }
}
