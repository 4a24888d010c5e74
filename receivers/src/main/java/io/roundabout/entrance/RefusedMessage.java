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
 * @param truncated whether {@code body} is only the beginning
 * @param body what was sent; of {@code too-long} and {@code bad-utf8} at most the first 64 KiB
 */
public record RefusedMessage(
        int position, int stream, RefusalCode code, String detail, String vehicle, boolean truncated, byte[] body) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RefusedMessage that
                && position == that.position
                && stream == that.stream
                && code == that.code
                && detail.equals(that.detail)
                && vehicle.equals(that.vehicle)
                && truncated == that.truncated
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
