package io.roundabout.vehicle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Messages were refused since the last flush. Everything else is committed. Each refusal is reported once.
 */
public final class RefusedMessagesException extends VehicleException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 10;

    private final long count;

    @SuppressWarnings("serial") // an unmodifiable list of serializable records
    private final List<RefusedMessage> refused;

    /**
     * Creates the failure.
     *
     * @param count how many were refused, at least 1
     * @param refused the first of them, in the order refused; at least one, at most 1,000
     */
    public RefusedMessagesException(long count, List<RefusedMessage> refused) {
        super(refused.get(0).code(), text(count, refused));
        this.count = count;
        this.refused = List.copyOf(refused);
    }

    /** Returns how many messages were refused. */
    public long count() {
        return count;
    }

    /** Returns the first 1,000 refused messages, in the order refused. */
    public List<RefusedMessage> refused() {
        return refused;
    }

    private static String text(long count, List<RefusedMessage> refused) {
        String list =
                refused.stream().limit(SHOWN).map(RefusedMessage::toString).collect(Collectors.joining("; "));
        String more = count > SHOWN ? "; … and " + (count - SHOWN) + " more" : "";
        return count + (count == 1 ? " message was refused: " : " messages were refused: ") + list + more;
    }
}
