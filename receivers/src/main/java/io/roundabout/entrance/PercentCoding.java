package io.roundabout.entrance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of values in commands and answers. Source: RFC 3986, sections 2.1 and 2.3. */
final class PercentCoding {
    private static final String UNRESERVED_SIGNS = "-._~";

    private PercentCoding() {}

    static String encode(String value) {
        StringBuilder out = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                out.append((char) b);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        return out.toString();
    }

    /**
     * Decodes {@code value}. Bytes that need not have been encoded stand for themselves; what comes out need not be UTF-8.
     *
     * @throws BadCommandException if a {@code %} is not followed by two hexadecimal digits
     */
    static byte[] decode(String value) {
        byte[] in = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.write(in[i]);
                continue;
            }
            int high = i + 2 < in.length ? Character.digit((char) in[i + 1], 16) : -1;
            int low = i + 2 < in.length ? Character.digit((char) in[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new BadCommandException(
                        "a % in '" + Answers.quotable(value) + "' is not followed by two hex digits");
            }
            out.write(high << 4 | low);
            i += 2;
        }
        return out.toByteArray();
    }

    private static boolean isUnreserved(byte b) {
        boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
        return letter || (b >= '0' && b <= '9') || UNRESERVED_SIGNS.indexOf(b) >= 0;
    }
}
