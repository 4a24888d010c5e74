package io.roundabout.outbox;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rules say of an address. Immutable.
 *
 * @param copies addresses that get a copy of each message made at this one, none of them this one
 * @param ttlMillis milliseconds after which a message that waits expires; {@link #FOR_EVER} if it does not
 * @param onExpiry what becomes of it then
 * @param retainMillis for a topic, milliseconds for which it keeps what it made for those who subscribe later; {@link
 *     #NO_TOPIC} for a queue
 */
public record OutputTerms(List<String> copies, long ttlMillis, OnExpiry onExpiry, long retainMillis)
        implements Serializable {
    /** A ttl that never ends. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    /** What a queue retains. */
    public static final long NO_TOPIC = -1;

    /** What a topic retains where nothing is declared. Source: wire contract, section 2. */
    public static final Duration DEFAULT_RETAIN = Duration.ofDays(7);

    /** A queue without copies that holds messages for ever: what holds for an address nobody declared. */
    public static final OutputTerms PLAIN = new OutputTerms(List.of(), FOR_EVER, OnExpiry.DEAD, NO_TOPIC);

    public OutputTerms {
        copies = new ArrayList<>(copies);
    }

    /** What becomes of a message that expired. */
    public enum OnExpiry {
        /** A dead letter. */
        DEAD,
        /** It is counted, and gone. */
        DROP
    }

    /** Returns whether each subscription gets every message. */
    public boolean isTopic() {
        return retainMillis != NO_TOPIC;
    }

    /** Returns when a message expires here that was made then, as {@link StoredMessage#expiresMillis} has it. */
    long expiryOf(long createdMillis) {
        return expires() ? createdMillis + ttlMillis : StoredMessage.HELD_FOR_EVER;
    }

    /** Returns whether messages expire here. */
    public boolean expires() {
        return ttlMillis != FOR_EVER;
    }
}
