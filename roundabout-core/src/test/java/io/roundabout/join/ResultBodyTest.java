package io.roundabout.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.BodyFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResultBodyTest {
    private final ResultBody body = new ResultBody(List.of("orders", "customers"), Set.of());

    @Test
    void copiesJsonByteForByte() {
        assertThat(of("c1", json("{ \"n\" : 1.50,\t\"é\":1e400 }"), json("{}")))
                .isEqualTo("{\"key\":\"c1\",\"orders\":{ \"n\" : 1.50,\t\"é\":1e400 },\"customers\":{}}");
    }

    @Test
    void writesTheKeyAsAString() {
        assertThat(of("7", json("{}"), json("{}"))).startsWith("{\"key\":\"7\",");
        assertThat(of("a\"\\\n\u0001é", json("{}"), json("{}"))).startsWith("{\"key\":\"a\\\"\\\\\\n\\u0001é\",");
    }

    @Test
    void writesTextAsAString() {
        String text = "\b\t\n\f\r\u0000\u001f\u007f\"\\/ é 🛑";

        assertThat(of("k", new HeldMessage(1, BodyFormat.TEXT, text.getBytes(UTF_8)), json("{}")))
                .isEqualTo("{\"key\":\"k\",\"orders\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\\\"\\\\/ é 🛑\","
                        + "\"customers\":{}}");
    }

    @Test
    void writesBytesAsBase64() {
        assertThat(of("k", bytes(), bytes(0))).isEqualTo("{\"key\":\"k\",\"orders\":\"\",\"customers\":\"AA==\"}");
        assertThat(of("k", bytes(0, 255), bytes(1, 2, 3)))
                .isEqualTo("{\"key\":\"k\",\"orders\":\"AP8=\",\"customers\":\"AQID\"}");
    }

    private String of(String key, HeldMessage... parts) {
        HeldMessage[][] front =
                Arrays.stream(parts).map(part -> new HeldMessage[] {part}).toArray(HeldMessage[][]::new);
        return new String(body.body(new Front(key.getBytes(UTF_8), front)), UTF_8);
    }

    private static HeldMessage json(String text) {
        return new HeldMessage(1, BodyFormat.JSON, text.getBytes(UTF_8));
    }

    private static HeldMessage bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new HeldMessage(1, BodyFormat.BYTES, bytes);
    }
}
