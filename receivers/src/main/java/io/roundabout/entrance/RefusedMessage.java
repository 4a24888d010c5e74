package io.roundabout.entrance;

import io.roundabout.RefusalCode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that the door refused and that its stream sets aside as a dead letter.
 *
 * @param position place in the order of arrival of its cut, from 0
 * @param stream index into {@link CutManifest#streams}
 * @param code why it was refused
 * @param detail the refusal's text
 * @param vehicle name of the vehicle, empty if it gave none
 * @param kept what {@code body} is
 * @param body what was sent; of {@code too-long} and {@code bad-utf8} at most the first 64 KiB
 */
public record RefusedMessage(
        int position, int stream, RefusalCode code, String detail, String vehicle, Kept kept, byte[] body) {
    /** What is kept of a refused message. The numbers are part of the slice. */
    public enum Kept {
        /** All of it; what it is was not looked at, or it is not what its stream takes. */
        WHOLE(0),
        /** Only the beginning. */
        BEGINNING(1),
        /** All of it, and it is one JSON object. */
        JSON(2);

        private final byte number;

        Kept(int number) {
            this.number = (byte) number;
        }

        byte number() {
            return number;
        }

        static Kept of(byte number) {
            return switch (number) {
                case 0 -> WHOLE;
                case 1 -> BEGINNING;
                case 2 -> JSON;
                default -> throw new IllegalArgumentException("nothing is kept as " + number);
            };
        }
    }

    /** Returns whether {@code body} is only the beginning. */
    public boolean truncated() {
        return kept == Kept.BEGINNING;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RefusedMessage that
                && position == that.position
                && stream == that.stream
                && code == that.code
                && detail.equals(that.detail)
                && vehicle.equals(that.vehicle)
                && kept == that.kept
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, stream, code, detail, Arrays.hashCode(body));
    }

    @Override
    public String toString() {
        return "RefusedMessage[position=" + position + ", stream=" + stream + ", code=" + code.word() + "]";
    }
}
