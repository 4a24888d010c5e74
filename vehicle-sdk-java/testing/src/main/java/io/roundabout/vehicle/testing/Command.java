package io.roundabout.vehicle.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line that a vehicle wrote. Source: docs/wire.md, "Commands".
 *
 * @param name the word after the {@code !}; {@code line} for a message that is a line
 * @param options its options, decoded
 * @param body of a line
 * @param number the last word, where that is a number
 */
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
record Command(String name, Map<String, String> options, byte[] body, long number) {
    /** Where a command has no number. */
    static final long NONE = -1;

    private static final Set<String> HELLO = Set.of("vehicle", "token", "session", "known", "resume", "ack");
    private static final Set<String> PUT = Set.of("key", "id", "type");
    private static final Set<String> ACK = Set.of("receipts", "final", "off");
    private static final Pattern HTTP = Pattern.compile("[A-Z]+ \\S+ HTTP/\\d(\\.\\d)?");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");
    private static final int LONGEST_IDENTITY = 128;
    private static final int MOST_DIGITS = 18;
    private static final byte[] NOTHING = {};

    /** The line is no command of this version, and the connection ends. */
    static final class BadCommandException extends Exception {
        private static final long serialVersionUID = 1L;

        BadCommandException(String text) {
            super(text);
        }
    }

    /** Reads a line, without its end. */
    static Command read(byte[] line, boolean first) throws BadCommandException {
        boolean escaped = line.length > 1 && line[0] == '!' && line[1] == '!';
        if (line[0] != '!' || escaped) {
            if (first
                    && HTTP.matcher(new String(line, StandardCharsets.ISO_8859_1))
                            .matches()) {
                throw new BadCommandException("this is no HTTP server");
            }
            byte[] body = escaped ? Arrays.copyOfRange(line, 1, line.length) : line;
            return new Command("line", Map.of(), body, NONE);
        }
        List<String> words = List.of(utf8(line, 1).split(" ", -1));
        return read(words.get(0), words.subList(1, words.size()));
    }

    /** Returns an option's value as a number, which {@link #read} has seen to be one. */
    Optional<Long> number(String option) {
        return Optional.ofNullable(options.get(option)).map(Long::valueOf);
    }

    private static Command read(String name, List<String> words) throws BadCommandException {
        int last = words.size() - 1;
        return switch (name + (words.isEmpty() ? "" : last == 0 ? " 1" : " 2")) {
            case "hello", "hello 1", "hello 2" -> hello(words);
            case "stream 1" -> new Command(name, Map.of("stream", words.get(0)), NOTHING, NONE);
            case "put 1", "put 2" ->
                new Command(name, options(words.subList(0, last), PUT), NOTHING, digits(words.get(last)));
            case "end 1" -> new Command(name, Map.of(), NOTHING, digits(words.get(0)));
            case "abort", "sync", "ping", "bye", "begin", "begin 1", "end" ->
                new Command(name, Map.of(), NOTHING, NONE);
            default -> throw new BadCommandException("unknown command !" + name);
        };
    }

    private static Command hello(List<String> words) throws BadCommandException {
        Map<String, String> options = options(words, HELLO);
        for (String name : List.of("known", "resume")) {
            digits(options.getOrDefault(name, "0"));
        }
        for (String name : List.of("vehicle", "session")) {
            String value = options.getOrDefault(name, name);
            int length = value.getBytes(StandardCharsets.UTF_8).length;
            if (length < 1
                    || length > LONGEST_IDENTITY
                    || CONTROL.matcher(value).find()) {
                throw new BadCommandException(name + " is 1 to 128 bytes without control characters");
            }
        }
        if (!ACK.contains(options.getOrDefault("ack", "final"))) {
            throw new BadCommandException("ack is receipts, final or off");
        }
        return new Command("hello", options, NOTHING, NONE);
    }

    private static Map<String, String> options(List<String> words, Set<String> known) throws BadCommandException {
        Map<String, String> options = new HashMap<>();
        for (String word : words) {
            int sign = word.indexOf('=');
            if (sign < 0 || !known.contains(word.substring(0, sign))) {
                throw new BadCommandException("cannot read '" + word + "'");
            }
            options.put(word.substring(0, sign), decoded(word.substring(sign + 1)));
        }
        return options;
    }

    private static String decoded(String value) throws BadCommandException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
            } else if (i + 2 < bytes.length && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
                decoded.write(hex(bytes[i + 1]) * 16 + hex(bytes[i + 2]));
                i += 2;
            } else {
                throw new BadCommandException("cannot read '" + value + "'");
            }
        }
        return utf8(decoded.toByteArray(), 0);
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }

    private static long digits(String text) throws BadCommandException {
        boolean number = !text.isEmpty() && text.chars().allMatch(sign -> sign >= '0' && sign <= '9');
        if (!number || text.length() > MOST_DIGITS) {
            throw new BadCommandException("'" + text + "' is no number");
        }
        return Long.parseLong(text);
    }

    private static String utf8(byte[] bytes, int from) throws BadCommandException {
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
            return StandardCharsets.UTF_8.newDecoder().decode(rest).toString();
        } catch (CharacterCodingException e) {
            throw new BadCommandException("a command is UTF-8");
        }
    }
}
