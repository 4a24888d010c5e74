package io.roundabout.vehicle;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** What a vehicle writes, as bytes. Pure functions. Source: docs/wire.md, section 1; docs/vectors/commands.json. */
final class WireWriter {
    static final byte[] SYNC = ascii("!sync\n");
    static final byte[] BYE = ascii("!bye\n");
    static final byte[] BEGIN = ascii("!begin\n");
    static final byte[] ABORT = ascii("!abort\n");
    static final byte[] PING = ascii("!ping\n");
    static final byte[] NOTHING = new byte[0];
    static final byte[] ESCAPE = ascii("!");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");
    private static final int LONGEST_NAME = 64;
    private static final String UNRESERVED = "-._~";

    private WireWriter() {}

    /** Returns the first line of a connection, with {@code options} in their order; values are encoded here. */
    static byte[] hello(Map<String, String> options) {
        StringBuilder line = new StringBuilder("!hello");
        options.forEach((name, value) -> line.append(option(name, value)));
        return ascii(line.append('\n').toString());
    }

    static byte[] stream(String name) {
        return ascii("!stream " + name + "\n");
    }

    /** Returns what ends a batch of {@code count} messages. */
    static byte[] end(int count) {
        return ascii("!end " + count + "\n");
    }

    /** Returns what stands before the body: nothing or an escape if it can go as a line, else a {@code !put} command. */
    static byte[] head(Message message, int longestLine) {
        byte[] body = message.body();
        boolean asLine = message.isBare() && body.length <= longestLine && isLine(body);
        return asLine ? lineHead(body) : putHead(message);
    }

    static byte[] lineHead(byte[] body) {
        return body[0] == '!' ? ESCAPE : NOTHING;
    }

    static byte[] putHead(Message message) {
        StringBuilder line = new StringBuilder("!put");
        message.key().ifPresent(key -> line.append(option("key", key)));
        message.id().ifPresent(id -> line.append(option("id", id)));
        message.type().ifPresent(type -> line.append(option("type", type)));
        return ascii(line.append(' ').append(message.body().length).append('\n').toString());
    }

    static boolean isName(String stream) {
        return stream.length() <= LONGEST_NAME
                && NAME.matcher(stream).matches()
                && !stream.equals("key")
                && !stream.equals("dead")
                && !stream.equals("jobs");
    }

    static String percent(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(hex(c >> 4)).append(hex(c & 15));
            }
        }
        return encoded.toString();
    }

    /**
     * Lines are text: only ASCII is known to be UTF-8 without looking closer, and a line end inside, or a carriage return at
     * the end, would not come out as it went in.
     */
    private static boolean isLine(byte[] body) {
        if (body.length == 0 || body[body.length - 1] == '\r') {
            return false;
        }
        for (byte octet : body) {
            if (octet < 0 || octet == '\n') {
                return false;
            }
        }
        return true;
    }

    private static String option(String name, String value) {
        return " " + name + "=" + percent(value);
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }

    private static byte[] ascii(String line) {
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}
