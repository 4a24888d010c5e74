package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.HeldRow;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayedFormTest {
    @ParameterizedTest
    @CsvSource({"k,", ",", "k,00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})
    void isAsAtTheGateWithTheIdOnceMore(@Nullable String key, @Nullable String traceparent) {
        Map<String, String> properties = traceparent == null ? Map.of() : Map.of("traceparent", traceparent);
        StoredMessage stored = new StoredMessage(
                1,
                0,
                1_700_000_000_000L,
                1_600_000_000_000L,
                "subject",
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                "text/plain",
                properties,
                "body".getBytes(StandardCharsets.UTF_8),
                null);
        HeldMessage message =
                new MessageEncoder("hub-1").read(new Lane("orders", 0), new HeldRow(7, 2, stored.write()));

        ReadableBuffer relayed = RelayedForm.of(message, "hub-1:orders:0:7");

        assertThat((long) relayed.remaining()).isEqualTo(RelayedForm.size(message, "hub-1:orders:0:7"));
        Message there = decoded(relayed);
        Message here = atTheGate(message);
        assertThat(there.getProperties()).hasToString(here.getProperties().toString());
        assertThat(there.getMessageId()).isEqualTo("hub-1:orders:0:7");
        assertThat(there.getHeader()).hasToString(here.getHeader().toString());
        assertThat(there.getBody()).hasToString(here.getBody().toString());
        Map<String, Object> more = new HashMap<>(here.getApplicationProperties().getValue());
        more.put("_AMQ_DUPL_ID", "hub-1:orders:0:7");
        assertThat(there.getApplicationProperties())
                .extracting(ApplicationProperties::getValue)
                .isEqualTo(more);
    }

    private static Message atTheGate(HeldMessage message) {
        byte[] header = MessageEncoder.header(message);
        byte[] bare = message.bareMessage();
        Message decoded = Proton.message();
        byte[] all = Arrays.copyOf(header, header.length + bare.length);
        System.arraycopy(bare, 0, all, header.length, bare.length);
        decoded.decode(all, 0, all.length);
        return decoded;
    }

    private static Message decoded(ReadableBuffer buffer) {
        Message message = Proton.message();
        message.decode(buffer.duplicate());
        return message;
    }
}
