package io.roundabout.outbox;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a lane are meant. The array is not copied: whoever holds it must not write to it.
 *
 * @param key UTF-8 of their key, or null for any
 * @param reason why they are dead letters, or null for any
 */
public record Wanted(byte @Nullable [] key, @Nullable String reason) implements Serializable {
    /** All messages. */
    public static final Wanted ALL = new Wanted(null, null);

    boolean isMet(StoredMessage message) {
        return (key == null || Arrays.equals(key, message.key()))
                && (reason == null || reason.equals(message.properties().get("reason")));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Wanted that
                && Arrays.equals(key, that.key)
                && (reason == null ? that.reason == null : reason.equals(that.reason));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key) + (reason == null ? 0 : reason.hashCode());
    }

    @Override
    public String toString() {
        return "Wanted[reason=" + reason + "]";
    }
}
