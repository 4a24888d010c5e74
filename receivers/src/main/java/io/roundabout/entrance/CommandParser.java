package io.roundabout.entrance;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads commands. Stateless. */
final class CommandParser {
    private static final Set<String> HELLO_OPTIONS = Set.of("vehicle", "token", "session", "known", "resume", "ack");
    private static final Set<String> PUT_OPTIONS = Set.of("key", "id", "type");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HTTP_METHOD = Pattern.compile("[A-Z]{1,16} [/*h]");
    private static final Pattern HTTP = Pattern.compile("[A-Z]+ .* ?HTTP/[0-9].*", Pattern.DOTALL);
    private static final Pattern AMQP = Pattern.compile("AMQP[\\x00-\\x03]\\x01\\x00\\x00");
    private static final int AMQP_HEADER_BYTES = 8;
    private static final Pattern HELLO = Pattern.compile("!hello( .*)?", Pattern.DOTALL);
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_TYPE = 256;

    private CommandParser() {}

    /** Tells whether a connection's first line looks as if a web browser had sent it. */
    static boolean looksLikeHttp(Span line) {
        int shown = Math.min(line.length(), 16);
        for (int i = 0; i < shown; i++) {
            byte b = line.array()[line.from() + i];
            if (b == ' ') {
                return i > 0 && HTTP.matcher(text(line)).matches();
            }
            if (b < 'A' || b > 'Z') {
                return false;
            }
        }
        return false;
    }

    /** Returns whether the beginning of a line that is too long could be an HTTP request's. */
    static boolean beginsLikeHttp(Span beginning) {
        return HTTP_METHOD.matcher(text(beginning)).lookingAt();
    }

    /** Returns whether what a connection begins with is the header of AMQP 1.0 (section 2.2), which has no line end. */
    static boolean beginsLikeAmqp(Span beginning) {
        return beginning.length() >= AMQP_HEADER_BYTES
                && AMQP.matcher(text(beginning)).lookingAt();
    }

    static boolean isHello(Span line) {
        return line.startsWith('!') && HELLO.matcher(text(line)).matches();
    }

    /**
     * Reads a line that starts with {@code !}.
     *
     * @throws BadCommandException if it is no command
     */
    static Command parse(Span line) {
        String text = text(line);
        int blank = text.indexOf(' ');
        String name = blank < 0 ? text : text.substring(0, blank);
        String rest = blank < 0 ? "" : text.substring(blank + 1);
        if (name.equals("!stream")) {
            return new Command.Stream(rest);
        }
        if (!Utf8.isValid(line.array(), line.from(), line.to())) {
            throw new BadCommandException("command " + Answers.quotable(name) + " is not UTF-8");
        }
        return switch (name) {
            case "!put" -> put(rest);
            case "!hello" -> hello(rest);
            case "!sync" -> bare(name, rest, new Command.Sync());
            case "!ping" -> bare(name, rest, new Command.Ping());
            case "!bye" -> bare(name, rest, new Command.Bye());
            case "!begin" ->
                new Command.Begin(name("ID", rest.isEmpty() ? Map.of() : Map.of("ID", rest))
                        .orElse(""));
            case "!end" -> new Command.End(number("COUNT", rest.isEmpty() ? Map.of() : Map.of("COUNT", rest)));
            case "!abort" -> bare(name, rest, new Command.Abort());
            default ->
                throw new BadCommandException(
                        "unknown command '" + Answers.quotable(name) + "'. A message that starts with ! is sent as !!");
        };
    }

    private static String text(Span line) {
        return new String(line.array(), line.from(), line.length(), StandardCharsets.UTF_8);
    }

    private static Command bare(String name, String rest, Command command) {
        if (!rest.isBlank()) {
            throw new BadCommandException(name + " takes no options");
        }
        return command;
    }

    private static Command.Hello hello(String rest) {
        Map<String, String> options = options("!hello", rest, HELLO_OPTIONS);
        return new Command.Hello(
                name("vehicle", options).orElse(""),
                name("session", options),
                number("known", options),
                number("resume", options),
                acks(options.getOrDefault("ack", "final")));
    }

    private static Command.Put put(String rest) {
        int blank = rest.stripTrailing().lastIndexOf(' ');
        String length = rest.substring(blank + 1).strip();
        if (!NUMBER.matcher(length).matches()) {
            throw new BadCommandException(
                    "!put '" + Answers.quotable(rest) + "' does not end with the body's length in bytes");
        }
        Map<String, String> options = options("!put", blank < 0 ? "" : rest.substring(0, blank), PUT_OPTIONS);
        Optional<byte[]> type = value("type", options);
        if (type.isPresent() && !isPlain(type.get(), LONGEST_TYPE)) {
            throw new BadCommandException("type= must be 1 to 256 bytes of UTF-8 without control characters");
        }
        return new Command.Put(value("key", options), value("id", options), type, Long.parseLong(length));
    }

    private static AckMode acks(String word) {
        return switch (word) {
            case "receipts" -> AckMode.RECEIPTS;
            case "final" -> AckMode.FINAL;
            case "off" -> AckMode.OFF;
            default ->
                throw new BadCommandException("ack=" + Answers.quotable(word) + " is none of receipts, final, off");
        };
    }

    private static Map<String, String> options(String command, String text, Set<String> known) {
        Map<String, String> options = new HashMap<>();
        for (String option : text.split(" ", -1)) {
            if (option.isEmpty()) {
                continue;
            }
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (equals < 0 || !known.contains(name)) {
                throw new BadCommandException(command + " does not know '" + Answers.quotable(option) + "'");
            }
            if (options.put(name, option.substring(equals + 1)) != null) {
                throw new BadCommandException(command + " has " + name + "= twice");
            }
        }
        return options;
    }

    private static Optional<byte[]> value(String option, Map<String, String> options) {
        return Optional.ofNullable(options.get(option)).map(PercentCoding::decode);
    }

    /** Reads the name of a vehicle or of a session. */
    private static Optional<String> name(String option, Map<String, String> options) {
        return value(option, options).map(utf8 -> {
            if (!isPlain(utf8, LONGEST_NAME)) {
                throw new BadCommandException(option + "= must be 1 to 128 bytes of UTF-8 without control characters");
            }
            return new String(utf8, StandardCharsets.UTF_8);
        });
    }

    private static OptionalLong number(String option, Map<String, String> options) {
        String digits = options.get(option);
        if (digits == null) {
            return OptionalLong.empty();
        }
        if (!NUMBER.matcher(digits).matches()) {
            throw new BadCommandException(option + "=" + Answers.quotable(digits) + " is no number");
        }
        return OptionalLong.of(Long.parseLong(digits));
    }

    private static boolean isPlain(byte[] utf8, int longest) {
        return utf8.length >= 1
                && utf8.length <= longest
                && Utf8.isValid(utf8, 0, utf8.length)
                && new String(utf8, StandardCharsets.UTF_8).chars().noneMatch(Character::isISOControl);
    }
}
