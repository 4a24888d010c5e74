package io.roundabout.gate;

import io.roundabout.outbox.HeldRow;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.outbox.SubscriptionAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes stored messages as AMQP 1.0 messages (section 3.2): once per message everything from the properties on, once
 * per delivery the header before it. Written by hand because Proton-J's message codec goes through maps and lists of
 * boxed values. Thread-safe.
 */
final class MessageEncoder {
    private static final byte HEADER = 0x70;
    private static final byte PROPERTIES = 0x73;
    private static final byte APPLICATION_PROPERTIES = 0x74;
    private static final byte DATA = 0x75;
    private static final byte NULL = 0x40;
    private static final byte TRUE = 0x41;
    private static final byte FALSE = 0x42;
    private static final byte SMALL_ULONG = 0x53;
    private static final byte UINT = 0x70;
    private static final byte LONG = (byte) 0x81;
    private static final byte TIMESTAMP = (byte) 0x83;
    private static final byte LIST8 = (byte) 0xC0;
    private static final byte LIST32 = (byte) 0xD0;
    private static final byte MAP32 = (byte) 0xD1;
    private static final byte VBIN32 = (byte) 0xB0;
    private static final byte STR32 = (byte) 0xB1;
    private static final byte SYM32 = (byte) 0xB3;
    private static final int FIXED_BYTES = 128;
    private static final int PREFIX_BYTES = 5;
    /** Bytes of a header section as written here. */
    static final int HEADER_BYTES = 15;

    private final String hubId;

    MessageEncoder(String hubId) {
        this.hubId = hubId;
    }

    /**
     * Reads a row of {@code lane}.
     *
     * @throws IllegalArgumentException if it was stored by a newer hub
     */
    HeldMessage read(Lane lane, HeldRow row) {
        StoredMessage stored = StoredMessage.read(row.stored());
        String id = idOf(lane.address(), lane.partition(), row.number());
        byte[] key = stored.key();
        HeldMessage message = new HeldMessage(
                lane.partition(),
                row.number(),
                new HeldMessage.Place(stored.epoch(), stored.position(), stored.createdMillis()),
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                bareMessage(stored, id));
        message.countAttempts(row.attempts());
        if (row.attempts() > 0) {
            message.markDelivered();
        }
        return message;
    }

    /** Returns the message-id; the same on each subscription of a topic, because it is the same message. */
    String idOf(String address, int partition, long number) {
        return hubId + ':' + SubscriptionAddress.topicOf(address) + ':' + partition + ':' + number;
    }

    /** Returns the header section of the next delivery of {@code message} (AMQP 1.0 section 3.2.1). */
    static byte[] header(HeldMessage message) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put((byte) 0)
                .put(SMALL_ULONG)
                .put(HEADER)
                .put(LIST8)
                .put((byte) (HEADER_BYTES - PREFIX_BYTES))
                .put((byte) 5)
                .put(TRUE)
                .put(NULL)
                .put(NULL)
                .put(message.isDelivered() ? FALSE : TRUE)
                .put(UINT)
                .putInt(message.attempts())
                .array();
    }

    private static byte[] bareMessage(StoredMessage stored, String id) {
        byte[] messageId = utf8(id);
        byte[] subject = utf8(stored.subject());
        byte[] contentType = utf8(stored.contentType());
        byte[] key = stored.key();
        List<byte[]> application = new ArrayList<>();
        int size = FIXED_BYTES + messageId.length + subject.length + contentType.length + stored.body().length;
        for (Map.Entry<String, String> property : stored.properties().entrySet()) {
            application.add(utf8(property.getKey()));
            application.add(utf8(property.getValue()));
        }
        for (byte[] text : application) {
            size += PREFIX_BYTES + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size + (key == null ? 0 : key.length));
        int list = begin(out, PROPERTIES, LIST32, key == null ? 10 : 11);
        text(out, STR32, messageId);
        out.put(NULL).put(NULL);
        text(out, STR32, subject);
        out.put(NULL).put(NULL);
        text(out, SYM32, contentType);
        out.put(NULL);
        expiry(out, stored);
        out.put(TIMESTAMP).putLong(stored.createdMillis());
        if (key != null) {
            text(out, STR32, key);
        }
        end(out, list);
        int map = begin(out, APPLICATION_PROPERTIES, MAP32, application.size() + 2);
        text(out, STR32, utf8("first-seen"));
        out.put(LONG).putLong(stored.firstSeenMillis());
        application.forEach(text -> text(out, STR32, text));
        end(out, map);
        out.put((byte) 0).put(SMALL_ULONG).put(DATA);
        text(out, VBIN32, stored.body());
        return taken(out);
    }

    private static void expiry(ByteBuffer out, StoredMessage stored) {
        if (stored.expiresMillis() == StoredMessage.HELD_FOR_EVER) {
            out.put(NULL);
        } else {
            out.put(TIMESTAMP).putLong(stored.expiresMillis());
        }
    }

    private static int begin(ByteBuffer out, byte section, byte constructor, int count) {
        out.put((byte) 0).put(SMALL_ULONG).put(section).put(constructor);
        int sizeAt = out.position();
        out.putInt(0).putInt(count);
        return sizeAt;
    }

    private static void end(ByteBuffer out, int sizeAt) {
        out.putInt(sizeAt, out.position() - sizeAt - Integer.BYTES);
    }

    private static void text(ByteBuffer out, byte constructor, byte[] value) {
        out.put(constructor).putInt(value.length).put(value);
    }

    private static byte[] taken(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
