package io.roundabout.entrance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames the bytes of one connection as lines and bodies. Fed byte by byte it finds the same frames as fed at once. Holds
 * only the unfinished frame; a frame that lies whole in what was fed is shown where it lies. Confined to the event loop.
 */
final class LineDecoder {
    /** Longest line that is skipped and refused, in bytes; a longer one ends the connection. Source: docs/wire.md. */
    static final int LONGEST_SKIPPED_LINE = 1 << 20;

    /** How much of a frame that is too long is kept for its dead letter, in bytes. Source: docs/wire.md, section 2. */
    static final int KEPT_OF_SKIPPED = 65_536;

    private static final byte[] NOTHING = {};
    private static final int HELD_BETWEEN_FRAMES = 4_096;
    private static final int NO_BODY = -1;

    /** What {@link #next} found. */
    enum Event {
        /** The input is used up. */
        STARVED,
        /** A line, without its end. */
        LINE,
        /** A line beyond the limit; the frame is its beginning. */
        LONG_LINE,
        /** A line of more than {@link #LONGEST_SKIPPED_LINE} bytes: give up. */
        ENDLESS_LINE,
        /** A body. */
        BODY,
        /** A body that was to be skipped; the frame is its beginning. */
        LONG_BODY,
        /** A body without a line end after it: give up. */
        UNENDED_BODY
    }

    private final int maxLineBytes;
    private final Span frame = new Span();

    private byte[] input = NOTHING;
    private boolean borrowed;
    private int position;
    private int limit;
    private byte[] held = NOTHING;
    private int heldBytes;
    private int seenBytes;
    private int bodyBytes = NO_BODY;
    private int keptBytes;
    private boolean skipping;
    private boolean shown;
    private @Nullable Event again;

    LineDecoder(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
        this.keptBytes = keptOfLine();
    }

    /** Offers bytes; to be called when starved. The array is read until {@link #next} is starved or {@link #keepRest}. */
    void feed(byte[] bytes, int length) {
        assert position == limit : "fed before it was starved";
        input = bytes;
        position = 0;
        limit = length;
        borrowed = true;
    }

    /** Copies what is left of the input, so that the caller may reuse its array. */
    void keepRest() {
        if (borrowed) {
            input = position == limit ? NOTHING : Arrays.copyOfRange(input, position, limit);
            limit -= position;
            position = 0;
            borrowed = false;
        }
    }

    /** Makes the next frame a body of {@code length} bytes. */
    void expectBody(int length) {
        bodyBytes = length;
        keptBytes = length;
    }

    /** Makes the next frame a body of {@code length} bytes of which only the beginning is kept. */
    void skipBody(int length) {
        bodyBytes = length;
        keptBytes = Math.min(length, KEPT_OF_SKIPPED);
        skipping = true;
    }

    /** Tells whether a frame has begun that has not ended. */
    boolean isMidFrame() {
        return !shown && (seenBytes > 0 || bodyBytes != NO_BODY);
    }

    /** Returns how long the body is that is awaited, 0 if it is a line, in bytes. */
    int awaitedBytes() {
        return Math.max(0, bodyBytes);
    }

    /** Returns what it holds of an unfinished frame at most without growing, in bytes. */
    int heldCapacity() {
        return held.length;
    }

    /** The frame that was found; valid until the next call of {@link #next}. */
    Span frame() {
        return frame;
    }

    /** What it holds of an unfinished frame; valid until it is fed again. */
    Span unfinished() {
        frame.set(held, 0, heldBytes);
        return frame;
    }

    /** Has {@link #next} find the frame again that it found last. */
    void again(Event event) {
        again = event;
        byte[] bytes = frame.copy(Integer.MAX_VALUE);
        frame.set(bytes, 0, bytes.length);
    }

    /** Finds the next frame. */
    Event next() {
        Event repeated = again;
        if (repeated != null) {
            again = null;
            return repeated;
        }
        if (shown) {
            reset();
        }
        Event event = bodyBytes == NO_BODY ? line() : body();
        shown = event != Event.STARVED;
        return event;
    }

    private void reset() {
        shown = false;
        seenBytes = 0;
        heldBytes = 0;
        held = held.length > HELD_BETWEEN_FRAMES ? NOTHING : held;
    }

    private Event line() {
        int end = position;
        while (end < limit && input[end] != '\n') {
            end++;
        }
        int more = end - position;
        if (end == limit) {
            hold(more);
            // One byte more than the limit may be the carriage return before the end.
            return seenBytes > LONGEST_SKIPPED_LINE + 1 ? Event.ENDLESS_LINE : Event.STARVED;
        }
        if (seenBytes == 0) {
            frame.set(input, position, more);
            seenBytes = more;
            position = end;
        } else {
            hold(more);
            frame.set(held, 0, heldBytes);
        }
        position++;
        return lineShown();
    }

    private Event lineShown() {
        boolean whole = frame.length() == seenBytes;
        int bytes = seenBytes;
        if (whole && bytes > 0 && frame.array()[frame.to() - 1] == '\r') {
            bytes--;
            frame.set(frame.array(), frame.from(), bytes);
        }
        if (bytes > LONGEST_SKIPPED_LINE) {
            return Event.ENDLESS_LINE;
        }
        if (bytes > maxLineBytes) {
            frame.set(frame.array(), frame.from(), Math.min(frame.length(), KEPT_OF_SKIPPED));
            return Event.LONG_LINE;
        }
        return Event.LINE;
    }

    private Event body() {
        if (seenBytes == 0 && limit - position > bodyBytes) {
            frame.set(input, position, keptBytes);
            position += bodyBytes;
        } else {
            hold(Math.min(limit - position, bodyBytes - seenBytes));
            if (position == limit) {
                return Event.STARVED;
            }
            frame.set(held, 0, heldBytes);
        }
        return bodyShown();
    }

    private Event bodyShown() {
        boolean skipped = skipping;
        bodyBytes = NO_BODY;
        keptBytes = keptOfLine();
        skipping = false;
        if (input[position++] != '\n') {
            return Event.UNENDED_BODY;
        }
        return skipped ? Event.LONG_BODY : Event.BODY;
    }

    private int keptOfLine() {
        return Math.max(maxLineBytes + 1, KEPT_OF_SKIPPED);
    }

    /** Takes {@code more} bytes of the input into the unfinished frame, of which at most {@code keptBytes} are held. */
    private void hold(int more) {
        int kept = Math.min(more, keptBytes - heldBytes);
        if (held.length - heldBytes < kept) {
            int doubled = Math.min(held.length * 2, keptBytes);
            held = Arrays.copyOf(held, Math.max(doubled, heldBytes + kept));
        }
        System.arraycopy(input, position, held, heldBytes, kept);
        heldBytes += kept;
        seenBytes += more;
        position += more;
    }
}
