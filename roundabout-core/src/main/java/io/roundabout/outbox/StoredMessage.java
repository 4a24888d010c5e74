package io.roundabout.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it waits to be collected. What is delivered follows from these fields alone, so that a redelivery has the
 * same bytes. Arrays are not copied: whoever holds one must not write to it.
 *
 * @param epoch turn that made it
 * @param position place in the order of arrival within that turn, from 0; epoch and position order the lanes of an output
 * @param createdMillis hub time at which it was made, milliseconds since 1970
 * @param firstSeenMillis hub time at which its first part arrived
 * @param subject name of the join or stream that made it
 * @param key UTF-8 of its key, or null
 * @param contentType MIME type of the body
 * @param properties application properties, such as {@code completed-by}
 * @param body the body as it is delivered
 * @param id UTF-8 of its duplicate id, to be noted when it leaves its mailbox, or null
 * @param expiresMillis hub time at which it was to expire by the rules it was made by; {@link #HELD_FOR_EVER} if it was not
 */
public record StoredMessage(
        long epoch,
        int position,
        long createdMillis,
        long firstSeenMillis,
        String subject,
        byte @Nullable [] key,
        String contentType,
        Map<String, String> properties,
        byte[] body,
        byte @Nullable [] id,
        long expiresMillis) {
    /** When a message expires that does not. */
    public static final long HELD_FOR_EVER = 0;

    /** The application property that says which trace it is part of. Source: W3C Trace Context. */
    public static final String TRACE = "traceparent";

    private static final byte VERSION = 1;

    /** The id stands behind the version, before everything else. */
    private static final byte VERSION_WITH_ID = 2;

    /** When it expires stands behind the version. */
    private static final byte VERSION_WITH_EXPIRY = 3;

    /** The id stands behind the version, and when it expires behind that. */
    private static final byte VERSION_WITH_BOTH = 4;

    private static final int NO_KEY = 0xFFFF;
    private static final int FIELD_BYTES = NO_KEY - 1;
    private static final int FIXED_BYTES = 1 + 8 + 4 + 8 + 8 + 2 + 2 + 2 + 1 + 4;

    /** A message that does not expire. */
    @SuppressWarnings("ParameterNumber") // the record's own, but for the last
    public StoredMessage(
            long epoch,
            int position,
            long createdMillis,
            long firstSeenMillis,
            String subject,
            byte @Nullable [] key,
            String contentType,
            Map<String, String> properties,
            byte[] body,
            byte @Nullable [] id) {
        this(
                epoch,
                position,
                createdMillis,
                firstSeenMillis,
                subject,
                key,
                contentType,
                properties,
                body,
                id,
                HELD_FOR_EVER);
    }

    /** Returns it without a duplicate id: a copy does not keep the id in memory. */
    StoredMessage withoutId() {
        return id == null ? this : with(properties, body, null, expiresMillis);
    }

    /** Returns it as one that expires then. */
    StoredMessage expiringAt(long millis) {
        return millis == expiresMillis ? this : with(properties, body, id, millis);
    }

    /** Returns whether {@code stored} has a duplicate id. */
    static boolean hasId(byte[] stored) {
        return stored[0] == VERSION_WITH_ID || stored[0] == VERSION_WITH_BOTH;
    }

    private static boolean expires(byte[] stored) {
        return stored[0] == VERSION_WITH_EXPIRY || stored[0] == VERSION_WITH_BOTH;
    }

    /**
     * Returns when {@code stored} was made, without reading all of it.
     *
     * @throws IllegalArgumentException if the version is unknown
     */
    static long createdMillisOf(byte[] stored) {
        requireVersion(stored[0]);
        ByteBuffer in = ByteBuffer.wrap(stored);
        int at = 1;
        at += hasId(stored) ? Short.BYTES + Short.toUnsignedInt(in.getShort(at)) : 0;
        at += expires(stored) ? Long.BYTES : 0;
        return in.getLong(at + Long.BYTES + Integer.BYTES);
    }

    /**
     * Returns the bytes it is stored as: a version, then the fields in order, numbers big-endian.
     *
     * @throws IllegalArgumentException if the key or a text has more than 65,534 bytes
     */
    public byte[] write() {
        byte[] subjectBytes = utf8(subject);
        byte[] typeBytes = utf8(contentType);
        int size = FIXED_BYTES + subjectBytes.length + typeBytes.length + (key == null ? 0 : key.length) + body.length;
        byte[][] pairs = new byte[properties.size() * 2][];
        int at = 0;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            pairs[at++] = utf8(property.getKey());
            pairs[at++] = utf8(property.getValue());
        }
        for (byte[] part : pairs) {
            size += 2 + part.length;
        }
        int more = (id == null ? 0 : Short.BYTES + id.length) + (expiresMillis == HELD_FOR_EVER ? 0 : Long.BYTES);
        ByteBuffer out = ByteBuffer.allocate(size + more);
        putVersion(out);
        out.putLong(epoch).putInt(position).putLong(createdMillis).putLong(firstSeenMillis);
        putShort(out, subjectBytes);
        if (key == null) {
            out.putShort((short) NO_KEY);
        } else {
            putShort(out, key);
        }
        putShort(out, typeBytes);
        out.put((byte) properties.size());
        for (byte[] part : pairs) {
            putShort(out, part);
        }
        return out.putInt(body.length).put(body).array();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the version is unknown
     */
    public static StoredMessage read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        requireVersion(in.get());
        byte[] id = hasId(stored) ? take(in) : null;
        long expires = expires(stored) ? in.getLong() : HELD_FOR_EVER;
        long epoch = in.getLong();
        int position = in.getInt();
        long created = in.getLong();
        long firstSeen = in.getLong();
        String subject = text(take(in));
        int keyLength = in.getShort() & 0xFFFF;
        byte[] key = keyLength == NO_KEY ? null : take(in, keyLength);
        String contentType = text(take(in));
        int count = in.get();
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            properties.put(text(take(in)), text(take(in)));
        }
        byte[] body = take(in, in.getInt());
        return new StoredMessage(
                epoch, position, created, firstSeen, subject, key, contentType, properties, body, id, expires);
    }

    private static void requireVersion(byte version) {
        if (version < VERSION || version > VERSION_WITH_BOTH) {
            throw new IllegalArgumentException(
                    "stored message of version " + version + "; this hub reads 1 to " + VERSION_WITH_BOTH);
        }
    }

    /** Returns the same with another body. */
    StoredMessage withBody(byte[] other) {
        return with(properties, other, id, expiresMillis);
    }

    /** Returns the same with other application properties, and without its duplicate id. */
    public StoredMessage withProperties(Map<String, String> others) {
        return with(others, body, null, expiresMillis);
    }

    private StoredMessage with(
            Map<String, String> itsProperties, byte[] itsBody, byte @Nullable [] itsId, long itsExpiry) {
        return new StoredMessage(
                epoch,
                position,
                createdMillis,
                firstSeenMillis,
                subject,
                key,
                contentType,
                itsProperties,
                itsBody,
                itsId,
                itsExpiry);
    }

    private void putVersion(ByteBuffer out) {
        boolean expires = expiresMillis != HELD_FOR_EVER;
        if (id == null) {
            out.put(expires ? VERSION_WITH_EXPIRY : VERSION);
        } else {
            putShort(out.put(expires ? VERSION_WITH_BOTH : VERSION_WITH_ID), id);
        }
        if (expires) {
            out.putLong(expiresMillis);
        }
    }

    private static void putShort(ByteBuffer out, byte[] value) {
        if (value.length > FIELD_BYTES) {
            throw new IllegalArgumentException("field of " + value.length + " B; the limit is " + FIELD_BYTES + " B");
        }
        out.putShort((short) value.length).put(value);
    }

    private static byte[] take(ByteBuffer in) {
        return take(in, in.getShort() & 0xFFFF);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
