package io.roundabout.vehicle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A line from the hub. Source: docs/wire.md, section 1, "Answers"; docs/vectors/answers.json. */
sealed interface HubAnswer {

    /** The connection is open: {@code last} is the number of the session's last message that is decided. */
    record Hello(String protocol, String session, long last, int maxLine, int maxPut, int window)
            implements HubAnswer {}

    /** Every message up to {@code number} is decided. */
    record Ok(long number) implements HubAnswer {}

    /** One message was refused. */
    record Err(long number, String code, String text) implements HubAnswer {}

    /** The hub closes the connection after this line. */
    record Close(String code, String text) implements HubAnswer {}

    /** Every message up to {@code number} is decided, as was asked. */
    record Sync(long number) implements HubAnswer {}

    /** The hub is there. */
    record Pong() implements HubAnswer {}

    /** The hub has finished. */
    record Bye(long number) implements HubAnswer {}

    /** What a vehicle may ignore. */
    record Notice(String name, String text) implements HubAnswer {}

    /**
     * Reads a line.
     *
     * @param line without its end
     * @throws IllegalArgumentException if it is none of the above: what answered is not a hub of this protocol
     */
    static HubAnswer parse(String line) {
        String[] words = line.split(" ", 2);
        String rest = words.length == 2 ? words[1] : "";
        try {
            return switch (words[0]) {
                case "+ok" -> new Ok(Long.parseLong(rest));
                case "+sync" -> new Sync(Long.parseLong(rest));
                case "+bye" -> new Bye(Long.parseLong(rest));
                case "+pong" -> new Pong();
                case "+hello" -> hello(rest);
                case "-err" -> err(rest);
                case "-close" -> close(rest);
                default -> notice(words[0], rest);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an answer of a roundabout hub: " + line, e);
        }
    }

    private static HubAnswer hello(String rest) {
        String[] words = rest.split(" ", -1);
        if (!words[0].equals("roundabout/1")) {
            throw new IllegalArgumentException("the hub speaks '" + words[0] + "', this vehicle roundabout/1");
        }
        Map<String, String> fields = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                fields.put(word.substring(0, equals), percentDecoded(word.substring(equals + 1)));
            }
        }
        return new Hello(
                words[0],
                fields.getOrDefault("session", ""),
                Long.parseLong(fields.getOrDefault("last", "0")),
                Integer.parseInt(fields.getOrDefault("max-line", "65536")),
                Integer.parseInt(fields.getOrDefault("max-put", "16777216")),
                Integer.parseInt(fields.getOrDefault("window", "16777216")));
    }

    private static HubAnswer err(String rest) {
        String[] words = rest.split(" ", 3);
        if (words.length < 2) {
            throw new IllegalArgumentException("not an answer of a roundabout hub: -err " + rest);
        }
        return new Err(Long.parseLong(words[0]), words[1], words.length == 3 ? words[2] : "");
    }

    private static HubAnswer close(String rest) {
        String[] words = rest.split(" ", 2);
        return new Close(words[0], words.length == 2 ? words[1] : "");
    }

    private static HubAnswer notice(String word, String rest) {
        if (!word.startsWith("*")) {
            throw new IllegalArgumentException("not an answer of a roundabout hub: " + word + " " + rest);
        }
        return new Notice(word.substring(1), rest);
    }

    private static String percentDecoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(value.length());
        int at = 0;
        while (at < value.length()) {
            if (value.charAt(at) == '%' && at + 2 < value.length()) {
                decoded.write(Integer.parseInt(value, at + 1, at + 3, 16));
                at += 3;
            } else {
                decoded.write(value.charAt(at));
                at++;
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
