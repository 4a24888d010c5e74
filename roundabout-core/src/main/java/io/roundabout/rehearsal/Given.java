package io.roundabout.rehearsal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A message that a case pushes. The array is not copied.
 *
 * @param stream where to
 * @param body its bytes
 * @param key given with it, as by {@code !put key=}
 * @param id given with it, as by {@code !put id=}
 * @param vehicle who pushes it; messages of one vehicle keep their order
 * @param batch name of the atomic batch it is in
 * @param at when, since the beginning of the case; empty: with the one before it
 */
record Given(
        String stream,
        byte[] body,
        Optional<String> key,
        Optional<String> id,
        String vehicle,
        Optional<String> batch,
        Optional<Duration> at) {
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
