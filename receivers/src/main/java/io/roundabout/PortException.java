package io.roundabout;

/** A door cannot listen. Its code is {@code PORT_IN_USE}, or {@code PORT_NOT_OPENED} if nobody else is in the way. */
public final class PortException extends RoundaboutException {
    private static final long serialVersionUID = 1L;
    private static final String IN_USE = "PORT_IN_USE";

    private PortException(String code, String text, Throwable cause) {
        super(Fault.SURROUNDINGS, code, text, cause);
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
        String subject = door + " '" + address + "' cannot listen";
        return isInUse(cause)
                ? new PortException(
                        IN_USE,
                        subject + ", because another process does. Stop it (is another hub running?), or choose another"
                                + " port with " + option + " HOST:PORT.",
                        cause)
                : new PortException(
                        "PORT_NOT_OPENED",
                        subject + ": " + cause.getMessage() + ". Choose another address with " + option + " HOST:PORT.",
                        cause);
    }

    private static boolean isInUse(Throwable cause) {
        boolean inUse = String.valueOf(cause.getMessage()).contains("in use");
        return inUse || (cause.getCause() != null && isInUse(cause.getCause()));
    }
}
