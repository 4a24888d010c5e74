package io.roundabout.join;

import java.nio.charset.StandardCharsets;

/** Writes UTF-8 as the inside of a JSON string. Only what must be escaped is (RFC 8259, section 7). */
final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int SHORT_ESCAPE = 2;
    private static final int UNICODE_ESCAPE = 6;

    private JsonText() {}

    /** Returns how many bytes {@link #write} writes. */
    static int length(byte[] utf8) {
        int length = utf8.length;
        for (byte value : utf8) {
            if (mustEscape(value)) {
                length += (letter(value) == 0 ? UNICODE_ESCAPE : SHORT_ESCAPE) - 1;
            }
        }
        return length;
    }

    /** Writes the text from {@code at} on and returns the place after it. */
    static int write(byte[] utf8, byte[] into, int at) {
        int to = at;
        for (byte value : utf8) {
            if (mustEscape(value)) {
                to = escape(value, into, to);
            } else {
                into[to++] = value;
            }
        }
        return to;
    }

    private static boolean mustEscape(byte value) {
        return value == '"' || value == '\\' || (value >= 0 && value < FIRST_PRINTABLE);
    }

    private static int escape(byte value, byte[] into, int at) {
        byte letter = letter(value);
        int to = at;
        into[to++] = '\\';
        if (letter != 0) {
            into[to++] = letter;
            return to;
        }
        into[to++] = 'u';
        into[to++] = '0';
        into[to++] = '0';
        into[to++] = HEX[value >> 4];
        into[to++] = HEX[value & 0xF];
        return to;
    }

    /** Returns the letter of the short escape, or 0 if there is none. */
    private static byte letter(byte value) {
        return switch (value) {
            case '"', '\\' -> value;
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 0;
        };
    }
}
