package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one partition's part of a cut as bytes, without an object per message. Numbers are big-endian. Confined to the
 * thread that frames. {@link SliceReader} reads what it wrote.
 */
public final class SliceWriter {
    static final byte MESSAGE = 1;
    static final byte SESSION = 2;
    static final byte REFUSED = 3;
    static final int ABSENT = 0xFFFF;
    private static final int ID_BYTES = Integer.BYTES + Long.BYTES;
    /** Bytes of UTF-8 for one char of Java, at most. */
    private static final int MOST_UTF8 = 3;

    private static final int FIRST_CAPACITY = 4_096;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;

    /** Returns the bytes gathered so far. */
    public int size() {
        return size;
    }

    /** Appends a message. Key, type, message-id and trace are at most 65,534 bytes each. */
    public void message(FramedMessage message) {
        reserve(32
                + length(message.key())
                + (message.id() == null ? 0 : ID_BYTES + message.id().utf8().length)
                + message.body().length
                + MOST_UTF8 * (length(message.type()) + length(message.messageId()) + length(message.trace())));
        bytes[size++] = MESSAGE;
        putInt(message.position());
        putShort(message.stream());
        bytes[size++] = message.format().number();
        putOptional(message.key());
        putId(message.id());
        putText(message.type());
        putText(message.messageId());
        putText(message.trace());
        putBody(message.body());
    }

    /** Appends a message as it lies in the input, without an object for it. */
    void message(int position, int stream, Envelope envelope, @Nullable DuplicateId id, Span body) {
        reserve(32
                + length(envelope.key)
                + (id == null ? 0 : ID_BYTES + id.utf8().length)
                + length(envelope.type)
                + length(envelope.messageId)
                + length(envelope.trace)
                + body.length());
        bytes[size++] = MESSAGE;
        putInt(position);
        putShort(stream);
        bytes[size++] = envelope.format.number();
        putOptional(envelope.key);
        putId(id);
        putOptional(envelope.type);
        putOptional(envelope.messageId);
        putOptional(envelope.trace);
        putInt(body.length());
        System.arraycopy(body.array(), body.from(), bytes, size, body.length());
        size += body.length();
    }

    /** Appends a refused message that is to be set aside. */
    public void refused(RefusedMessage message) {
        byte[] detail = utf8(message.detail());
        byte[] vehicle = utf8(message.vehicle());
        reserve(64 + detail.length + vehicle.length + message.body().length);
        bytes[size++] = REFUSED;
        putInt(message.position());
        putShort(message.stream());
        putOptional(utf8(message.code().word()));
        putOptional(detail);
        putOptional(vehicle);
        bytes[size++] = message.kept().number();
        putBody(message.body());
    }

    /** Appends the progress of a session whose row lives in this partition. */
    public void session(SessionProgress progress) {
        byte[] session = utf8(progress.session());
        reserve(32 + session.length);
        bytes[size++] = SESSION;
        putOptional(session);
        putLong(progress.last());
        putInt(progress.refusals().size());
        for (Refusal refusal : progress.refusals()) {
            byte[] text = utf8(refusal.text());
            reserve(48 + text.length);
            putLong(refusal.number());
            putOptional(utf8(refusal.code().word()));
            putOptional(text);
        }
    }

    /** Returns the slice and starts an empty one. */
    public byte[] take() {
        byte[] slice = Arrays.copyOf(bytes, size);
        bytes = bytes.length > (1 << 20) ? new byte[FIRST_CAPACITY] : bytes;
        size = 0;
        return slice;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static int length(byte @Nullable [] value) {
        return value == null ? 0 : value.length;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    private void putText(@Nullable String text) {
        putOptional(text == null ? null : utf8(text));
    }

    private void putOptional(byte @Nullable [] value) {
        if (value == null) {
            putShort(ABSENT);
            return;
        }
        if (value.length >= ABSENT) {
            throw new IllegalArgumentException("field of " + value.length + " B; the limit is 65534 B");
        }
        putShort(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Session and number only follow where there is an id, so that other messages take no room for them. */
    private void putId(@Nullable DuplicateId id) {
        putOptional(id == null ? null : id.utf8());
        if (id != null) {
            putInt(id.session());
            putLong(id.number());
        }
    }

    private void putBody(byte[] body) {
        putInt(body.length);
        System.arraycopy(body, 0, bytes, size, body.length);
        size += body.length;
    }

    private void putShort(int value) {
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void putInt(int value) {
        putShort(value >>> 16);
        putShort(value);
    }

    private void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }
}
