package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.RefusalCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCheckTest {
    private final JsonCheck check = new JsonCheck();
    private final Envelope envelope = new Envelope();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"k\":\"a\",\"k\":\"b\"}           | DUPLICATE_FIELD",
                "{\"k\":\"a\",\"x\":{\"y\":1,\"y\":2}} | DUPLICATE_FIELD",
                "{\"k\":\"a\"} {}                    | BAD_JSON",
                "{\"k\":\"a\"}]                      | BAD_JSON",
                "{\"k\":\"a\"} //                    | BAD_JSON",
                "{\"k\":/*c*/\"a\"}                  | BAD_JSON",
                "{\"k\":NaN}                         | BAD_JSON",
                "{\"k\":-Infinity}                   | BAD_JSON",
                "{\"k\":\"a\",}                      | BAD_JSON",
                "{\"k\":\"a\"                        | BAD_JSON",
                "{\"k\":1.5, broken                  | BAD_JSON",
                "{\"k\":\"\\ud800\"}                 | BAD_KEY",
                "{\"k\":\"\\udc00\\ud800\"}          | BAD_KEY",
                "{\"k\":\"\"}                        | BAD_KEY",
                "{\"k\":-0}                          | BAD_KEY",
                "{\"k\":1e3}                         | BAD_KEY",
                "{\"k\":[]}                          | BAD_KEY",
                "[1]                                 | BAD_JSON",
                "\"text\"                            | BAD_JSON",
                "\ufeff{\"k\":\"a\"}                 | BAD_JSON"
            })
    void refuses(String json, RefusalCode code) {
        assertThat(check(json.strip()).map(Defect::code)).contains(code);
    }

    @Test
    void takesDepth32AndRefuses33() {
        assertThat(check("{\"k\":\"a\",\"x\":" + "[".repeat(31) + "]".repeat(31) + "}"))
                .isEmpty();
        assertThat(check("{\"k\":\"a\",\"x\":" + "[".repeat(32) + "]".repeat(32) + "}")
                        .map(Defect::code))
                .contains(RefusalCode.TOO_DEEP);
    }

    @Test
    void doesNotReadNumbers() {
        assertThat(check("{\"k\":\"a\",\"x\":" + "9".repeat(60_000) + ",\"y\":1e999999999}"))
                .isEmpty();
        assertThat(check("{\"k\":\"a\",\"x\":-" + "9".repeat(30_000) + "." + "9".repeat(30_000) + "}"))
                .isEmpty();
    }

    @Test
    void refusesNulAndOtherEncodings() {
        assertThat(check("{\"k\":\"a\u0000\"}").map(Defect::code)).contains(RefusalCode.BAD_JSON);
        for (Charset charset : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            byte[] bytes = "{\"k\":\"a\"}".getBytes(charset);
            assertThat(check(bytes).map(Defect::code)).contains(RefusalCode.BAD_JSON);
        }
    }

    @Test
    void takesKeyAndIdWhereverThePointersLead() {
        StreamDoor door = door("/a/1/k", Optional.of("/id"));

        assertThat(check(utf8("{\"a\":[{\"k\":\"no\"},{\"k\":\"yes\",\"o\":[{\"k\":1}]}],\"id\":12}"), door))
                .isEmpty();

        assertThat(envelope.key).isEqualTo(utf8("yes"));
        assertThat(envelope.id).isEqualTo(utf8("12"));
    }

    @Test
    void findsNoKeyWhereThePointerLeadsElsewhere() {
        assertThat(check(utf8("{\"b\":{\"k\":\"x\"},\"c\":[{\"k\":1}],\"k\":\"y\"}"), door("/b/c/k", Optional.empty())))
                .isEmpty();

        assertThat(envelope.key).isNull();
    }

    @Test
    void keepsAKeyThatWasGivenWithTheBody() {
        envelope.key = utf8("given");

        assertThat(check("{\"k\":1.5}")).isEmpty();

        assertThat(envelope.key).isEqualTo(utf8("given"));
    }

    private Optional<Defect> check(String json) {
        return check(utf8(json));
    }

    private Optional<Defect> check(byte[] json) {
        return check(json, door("/k", Optional.empty()));
    }

    private Optional<Defect> check(byte[] json, StreamDoor door) {
        Span span = new Span();
        byte[] within = new byte[json.length + 6];
        System.arraycopy(json, 0, within, 3, json.length);
        span.set(within, 3, json.length);
        return check.check(span, door, envelope);
    }

    private static StreamDoor door(String key, Optional<String> id) {
        return StreamDoor.open(
                new StreamDefinition("s", StreamFormat.JSON, Optional.of(key), id, true, true, Optional.empty()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
