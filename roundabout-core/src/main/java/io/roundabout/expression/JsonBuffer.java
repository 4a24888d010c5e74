package io.roundabout.expression;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a JSON text that grows. Confined to one thread. */
final class JsonBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_PRINTABLE = 0x20;

    /** Bytes to keep from one text to the next, at most. */
    private static final int KEPT_BYTES = 1 << 20;

    private byte[] bytes = new byte[512];
    private int size;

    /** Returns what stands before the value of a field: {@code "name":}, behind a comma if it is not the first. */
    static byte[] label(String name, boolean first) {
        JsonBuffer label = new JsonBuffer();
        if (!first) {
            label.add(',');
        }
        label.addString(name.getBytes(StandardCharsets.UTF_8));
        label.add(':');
        return label.toBytes();
    }

    /** Begins another text. */
    void clear() {
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[512];
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void add(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    void add(byte[] from, int start, int end) {
        int length = end - start;
        reserve(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    void add(byte[] from) {
        add(from, 0, from.length);
    }

    void add(JsonPart part) {
        add(part.bytes(), part.from(), part.to());
    }

    /** Adds characters of ASCII alone, such as those of a number. */
    @SuppressWarnings("deprecation") // getBytes without a charset object is what makes it quick for ASCII
    void addAscii(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, bytes, size);
        size += length;
    }

    /** Adds a string with its quotes; escapes what must be (RFC 8259, section 7). */
    void addString(byte[] utf8) {
        add('"');
        int from = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte value = utf8[i];
            if (value == '"' || value == '\\' || (value >= 0 && value < FIRST_PRINTABLE)) {
                add(utf8, from, i);
                escape(value);
                from = i + 1;
            }
        }
        add(utf8, from, utf8.length);
        add('"');
    }

    private void escape(byte value) {
        add('\\');
        switch (value) {
            case '"', '\\' -> add((char) value);
            case '\b' -> add('b');
            case '\t' -> add('t');
            case '\n' -> add('n');
            case '\f' -> add('f');
            case '\r' -> add('r');
            default -> {
                addAscii("u00");
                add((char) HEX[value >> 4]);
                add((char) HEX[value & 0xF]);
            }
        }
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, Math.min(2 * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}
