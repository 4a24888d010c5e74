package io.roundabout.entrance;

import java.util.Arrays;

/**
 * A stretch of a byte array, reused from message to message so that none is copied or allocated before it is taken.
 * Confined to the event loop; what it shows is valid only until the decoder goes on.
 */
final class Span {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int from;
    private int length;

    void set(byte[] array, int from, int length) {
        this.array = array;
        this.from = from;
        this.length = length;
    }

    /** Shortens the span by its first byte. */
    void dropFirst() {
        from++;
        length--;
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int to() {
        return from + length;
    }

    int length() {
        return length;
    }

    boolean startsWith(char ascii) {
        return length > 0 && array[from] == ascii;
    }

    /** Returns a span of the same bytes that stays valid. */
    Span copy() {
        Span copy = new Span();
        copy.set(copy(Integer.MAX_VALUE), 0, length);
        return copy;
    }

    byte[] copy(int longest) {
        return Arrays.copyOfRange(array, from, from + Math.min(length, longest));
    }
}
