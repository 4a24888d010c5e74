package io.roundabout.outbox;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Several addresses in one: {@code *} stands for one part between dots, {@code #} at the end for any number of parts, none
 * too. {@code dead/} before it means dead letters. Immutable.
 */
public final class AddressPattern {
    private static final String DEAD = "dead/";
    private static final String PART = "[A-Za-z0-9_-]+";
    private static final Pattern FORM =
            Pattern.compile("(dead/)?(#|(" + PART + "|\\*)(\\.(" + PART + "|\\*))*(\\.#)?)");

    private final Pattern matching;

    private AddressPattern(String text) {
        boolean dead = text.startsWith(DEAD);
        String name = dead ? text.substring(DEAD.length()) : text;
        boolean open = name.endsWith("#");
        String fixed = open ? name.substring(0, Math.max(0, name.length() - 2)) : name;
        String parts = List.of(fixed.split("\\.", -1)).stream()
                .map(part -> part.equals("*") ? PART : Pattern.quote(part))
                .collect(Collectors.joining("\\."));
        String any = PART + "(\\." + PART + ")*";
        String end = fixed.isEmpty() ? any : parts + "(\\." + any + ")?";
        matching = Pattern.compile((dead ? DEAD : "") + (open ? end : parts));
    }

    /** Returns whether {@code address} is meant as a pattern: no name has such characters. */
    public static boolean isPattern(String address) {
        return address.indexOf('*') >= 0 || address.indexOf('#') >= 0;
    }

    /** Reads a pattern; empty if {@code text} is none. */
    public static Optional<AddressPattern> read(String text) {
        return isPattern(text) && FORM.matcher(text).matches()
                ? Optional.of(new AddressPattern(text))
                : Optional.empty();
    }

    /** Returns whether it means {@code address}. */
    public boolean means(String address) {
        return matching.matcher(address).matches();
    }
}
