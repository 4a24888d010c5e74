package io.roundabout.pipeline;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 65536}, {@code 64KiB}, {@code 16MiB}, {@code 1GiB}. Pure functions. */
public final class Sizes {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB)|([0-9]{1,18})B?");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB");
    private static final int UNIT_BITS = 10;

    private Sizes() {}

    /**
     * Returns the bytes.
     *
     * @throws IllegalArgumentException if it is no size
     */
    public static long parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size; write bytes, or KiB, MiB or GiB such as 64KiB");
        }
        return matcher.group(2) == null
                ? Long.parseLong(matcher.group(3))
                : Long.parseLong(matcher.group(1)) << (UNIT_BITS * UNITS.indexOf(matcher.group(2)));
    }

    /** Returns the size in the largest unit that needs no fraction. */
    public static String text(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number >= 1 << UNIT_BITS && number % (1 << UNIT_BITS) == 0 && unit < UNITS.size() - 1) {
            number >>= UNIT_BITS;
            unit++;
        }
        return number + UNITS.get(unit);
    }
}
