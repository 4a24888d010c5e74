package io.roundabout.hub;

import io.roundabout.circulation.StateAddress;
import io.roundabout.cli.DurationConverter;
import io.roundabout.cli.HostPort;
import io.roundabout.pipeline.Sizes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a setting may be. Immutable.
 *
 * @param word what it is, for docs
 * @param range from where to where, for docs; empty if the word says it all
 * @param reader reads a text, or throws an {@link IllegalArgumentException} that says what is wrong; what would be right
 * @param <T> type of the value
 */
record SettingKind<T>(String word, String range, Function<String, T> reader) {
    private static final String DIGITS = "-?[0-9]{1,18}";
    /** Source: Spark 4, "Submitting Applications", master URLs. */
    private static final Pattern MASTER = Pattern.compile(
            "local(\\[([1-9][0-9]{0,8}|\\*)( *, *[1-9][0-9]{0,8})?])?|local-cluster\\[.+]|spark://.+:[0-9]+|yarn|k8s://.+");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]+]");

    /** Bytes, plain or in KiB, MiB or GiB. */
    static SettingKind<Long> size(long lowest, long highest) {
        Range<Long> range = new Range<>(lowest, highest, Long.MAX_VALUE, Sizes::text);
        return new SettingKind<>("size", range.toString(), text -> range.check(Sizes.parse(text)));
    }

    /** Bytes, as far as an int counts. */
    static SettingKind<Integer> smallSize(int lowest, int highest) {
        Range<Long> range = new Range<>((long) lowest, (long) highest, (long) Integer.MAX_VALUE, Sizes::text);
        return new SettingKind<>("size", range.toString(), text -> Math.toIntExact(range.check(Sizes.parse(text))));
    }

    /** A number of things. */
    static SettingKind<Integer> count(int lowest, int highest) {
        Range<Long> range =
                new Range<>((long) lowest, (long) highest, (long) Integer.MAX_VALUE, number -> Long.toString(number));
        return new SettingKind<>("number", range.toString(), text -> {
            if (!text.matches(DIGITS)) {
                throw new IllegalArgumentException("'" + text + "' is no number; write one, " + range);
            }
            return Math.toIntExact(range.check(Long.parseLong(text)));
        });
    }

    /** A time with its unit. */
    static SettingKind<Duration> time(String lowest, String highest) {
        Range<Duration> range = new Range<>(
                DurationConverter.parse(lowest),
                DurationConverter.parse(highest),
                Duration.ofSeconds(Long.MAX_VALUE),
                DurationConverter::text);
        return new SettingKind<>("time", range.toString(), text -> range.check(DurationConverter.parse(text)));
    }

    /** One of the words of an enum, in lower case. */
    static <E extends Enum<E>> SettingKind<E> word(Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return new SettingKind<>(
                "word",
                words,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(value -> value.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("'" + text + "' is not known; it can be " + words)));
    }

    /** An option that is given or not. */
    static SettingKind<Boolean> flag() {
        return new SettingKind<>("true or false", "", text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("'" + text + "' is neither; write true or false");
            }
            return Boolean.valueOf(text);
        });
    }

    /** A file or folder on this machine. */
    static SettingKind<Path> path() {
        return new SettingKind<>("path", "on this machine", text -> {
            if (text.isEmpty() || text.contains("://")) {
                throw new IllegalArgumentException("'" + text + "' is no path; give one on this machine");
            }
            return Path.of(text);
        });
    }

    /** Files on this machine, with commas between. */
    static SettingKind<List<Path>> paths() {
        SettingKind<Path> path = path();
        return new SettingKind<>(
                "paths",
                "on this machine",
                text -> Arrays.stream(text.split(",")).map(path::read).toList());
    }

    /** A place for state. */
    static SettingKind<StateAddress> state() {
        return new SettingKind<>("path", "", StateAddress::new);
    }

    /** Where Spark runs. */
    static SettingKind<String> master() {
        return new SettingKind<>("text", "", text -> {
            if (!MASTER.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + text + "' is no Spark master; it can be local, local[N],"
                        + " local[*], spark://HOST:PORT, yarn or k8s://URL");
            }
            return text;
        });
    }

    /** Where a door listens; {@link DoorRule} says where it may. */
    static SettingKind<HostPort> door() {
        return new SettingKind<>("HOST:PORT", "loopback", HostPort::parse);
    }

    /** Names or addresses of machines, with commas between; an IPv6 address stands in brackets. */
    static SettingKind<List<String>> hosts() {
        return new SettingKind<>("names", "of machines, with commas between", text -> {
            List<String> hosts = List.of(text.split(",", -1));
            for (String host : hosts) {
                if (!HOST.matcher(host).matches()) {
                    throw new IllegalArgumentException("'" + host
                            + "' is no name of a machine; write names as http://NAME has them, without"
                            + " ports, with commas between");
                }
            }
            return hosts;
        });
    }

    /** Another server. */
    static SettingKind<HostPort> address() {
        return new SettingKind<>("HOST:PORT", "any machine", HostPort::parse);
    }

    /** Parts of a name, with dots between. */
    static SettingKind<String> dotted() {
        return new SettingKind<>("name", "letters, digits, `_`, `-` and `.`", text -> {
            if (!text.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no name; it has letters, digits, _ and -, with dots between its parts");
            }
            return text;
        });
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException saying what is wrong and, after a semicolon, what would be right
     */
    T read(String text) {
        return reader.apply(text);
    }

    /** Values from {@code lowest} to {@code highest}; {@code endless} is the highest there is, and not worth a word. */
    private record Range<C extends Comparable<C>>(C lowest, C highest, C endless, Function<C, String> format) {
        C check(C value) {
            if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
                throw new IllegalArgumentException("it is " + format.apply(value) + "; it must be " + this);
            }
            return value;
        }

        @Override
        public String toString() {
            return highest.equals(endless)
                    ? "from " + format.apply(lowest)
                    : format.apply(lowest) + " to " + format.apply(highest);
        }
    }
}
