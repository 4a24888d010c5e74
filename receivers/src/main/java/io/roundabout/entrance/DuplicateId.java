package io.roundabout.entrance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The duplicate id of a message, and whom to tell what it told. The array is not copied: whoever holds it must not write to
 * it.
 *
 * @param utf8 the id's UTF-8, 1 to 256 bytes
 * @param session index into {@link CutManifest#sessions}
 * @param number number of the message in its session, at least 1
 */
public record DuplicateId(byte[] utf8, int session, long number) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DuplicateId that
                && Arrays.equals(utf8, that.utf8)
                && session == that.session
                && number == that.number;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8) + session + Long.hashCode(number);
    }

    @Override
    public String toString() {
        return "DuplicateId[session=" + session + ", number=" + number + "]";
    }
}
