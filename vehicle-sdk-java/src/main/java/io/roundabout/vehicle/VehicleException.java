package io.roundabout.vehicle;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything a {@link Vehicle} throws about the hub and the way to it. Wrong arguments are {@link
 * IllegalArgumentException}s instead.
 *
 * <pre>
 * VehicleException
 * ├── HubUnreachableException     no connection could be made, or it was lost for too long
 * ├── HubClosedException          the hub closed the connection and said why; trying again would not help
 * ├── TimedOutException           the hub did not decide in time; nothing is lost, ask again
 * ├── MessageRefusedException     one message was refused (what a receipt fails with)
 * ├── RefusedMessagesException    all messages refused since the last flush
 * └── NotCollectableException     the address cannot be collected from
 * </pre>
 */
public class VehicleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Creates a failure.
     *
     * @param code stable lower-case word, for counting and for tests
     * @param text what happened and what to do
     */
    public VehicleException(String code, String text) {
        this(code, text, null);
    }

    /** As {@link #VehicleException(String, String)}, with what caused it. */
    public VehicleException(String code, String text, @Nullable Throwable cause) {
        super(text, cause);
        this.code = Objects.requireNonNull(code, "code is null");
    }

    /** Returns the stable code: one of the wire contract where the hub said it, such as {@code no-key}. */
    public String code() {
        return code;
    }
}
