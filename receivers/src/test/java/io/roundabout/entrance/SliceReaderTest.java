package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceReaderTest {
    private final SliceWriter writer = new SliceWriter();

    @Test
    void readsWhatWasWritten() {
        FramedMessage message = new FramedMessage(
                7,
                65_534,
                BodyFormat.BYTES,
                utf8("k"),
                new DuplicateId(utf8("i"), 70_000, 1L << 40),
                "text/plain; x=é",
                "m-é",
                "trace-1",
                new byte[] {0, 10, -1});
        FramedMessage bare = new FramedMessage(8, 0, BodyFormat.JSON, null, null, null, null, new byte[100_000]);
        RefusedMessage refused = new RefusedMessage(
                9, 1, RefusalCode.TOO_LONG, "détail", "crm", RefusedMessage.Kept.BEGINNING, new byte[65_536]);
        RefusedMessage keyless = new RefusedMessage(
                10, 1, RefusalCode.NO_KEY, "no key", "", RefusedMessage.Kept.JSON, new byte[] {'{', '}'});
        SessionProgress progress =
                new SessionProgress("s é", 1L << 40, List.of(new Refusal(3, RefusalCode.NO_KEY, "no key")));
        writer.message(message);
        writer.message(bare);
        writer.refused(refused);
        writer.refused(keyless);
        writer.session(progress);

        assertThat(read(writer.take())).containsExactly(message, bare, refused, keyless, progress);
        assertThat(writer.size()).isZero();
    }

    @Test
    void readsAMessageWrittenFromItsEnvelope() {
        Envelope envelope = new Envelope();
        envelope.format = BodyFormat.TEXT;
        envelope.key = utf8("k");
        envelope.type = utf8("text/plain");
        envelope.messageId = utf8("m-1");
        Span span = new Span();
        span.set(utf8("..body.."), 2, 4);
        writer.message(1, 2, envelope, new DuplicateId(utf8("i"), 3, 4), span);

        assertThat(read(writer.take()))
                .containsExactly(new FramedMessage(
                        1,
                        2,
                        BodyFormat.TEXT,
                        utf8("k"),
                        new DuplicateId(utf8("i"), 3, 4),
                        "text/plain",
                        "m-1",
                        utf8("body")));
    }

    @Test
    void refusesAnUnknownEntry() {
        assertThatThrownBy(() -> read(new byte[] {9})).hasMessageContaining("unknown kind 9");
    }

    private static List<Object> read(byte[] slice) {
        List<Object> entries = new ArrayList<>();
        SliceReader.read(slice, new SliceReader.Visitor() {
            @Override
            public void message(FramedMessage message) {
                entries.add(message);
            }

            @Override
            public void refused(RefusedMessage message) {
                entries.add(message);
            }

            @Override
            public void session(SessionProgress progress) {
                entries.add(progress);
            }
        });
        return entries;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
