package io.roundabout;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A door cannot listen. Its code is {@code PORT_IN_USE}, or {@code PORT_NOT_OPENED} if nobody else is in the way. */
public final class PortException extends RoundaboutException {
    private static final long serialVersionUID = 1L;
    private static final String IN_USE = "PORT_IN_USE";

    private final String door;
    private final String option;

    private PortException(String code, String text, String door, String option, Throwable cause) {
        super(Fault.SURROUNDINGS, code, text, cause);
        this.door = door;
        this.option = option;
    }

    /**
     * Creates the failure.
     *
     * @param door which door, such as {@code entrance}
     * @param address where it was to listen, {@code HOST:PORT}
     * @param option the option that says so, such as {@code --entrance}
     * @param cause what the system said
     */
    public static PortException of(String door, String address, String option, Throwable cause) {
        String subject = door + " '" + address + "'";
        return isInUse(cause)
                ? new PortException(
                        IN_USE,
                        subject + " cannot listen, because another process does. Stop it (is another hub running?), or"
                                + " choose another port with " + option + " HOST:PORT.",
                        subject,
                        option,
                        cause)
                : new PortException(
                        "PORT_NOT_OPENED",
                        subject + " cannot listen: " + cause.getMessage() + ". Choose another address with " + option
                                + " HOST:PORT.",
                        subject,
                        option,
                        cause);
    }

    /** Returns one failure that tells of all: of those whose ports are in use, or of the first that has another reason. */
    public static PortException together(List<PortException> all) {
        return all.stream()
                .filter(one -> all.size() == 1 || !one.code().equals(IN_USE))
                .findFirst()
                .orElseGet(() -> new PortException(
                        IN_USE,
                        joined(all, one -> one.door)
                                + " cannot listen, because other processes do. Stop them (is another"
                                + " hub running?), or choose other ports with " + joined(all, one -> one.option)
                                + " HOST:PORT.",
                        joined(all, one -> one.door),
                        joined(all, one -> one.option),
                        all.get(0)));
    }

    private static String joined(List<PortException> all, Function<PortException, String> part) {
        return all.stream().map(part).collect(Collectors.joining(", "));
    }

    private static boolean isInUse(Throwable cause) {
        boolean inUse = String.valueOf(cause.getMessage()).contains("in use");
        return inUse || (cause.getCause() != null && isInUse(cause.getCause()));
    }
}
