package io.roundabout.entrance;

/** What the body of a framed message is. The numbers are part of the slice and of the state format. */
public enum BodyFormat {
    /** One JSON object. */
    JSON(1),
    /** UTF-8 text. */
    TEXT(2),
    /** Any bytes. */
    BYTES(3);

    private final byte number;

    BodyFormat(int number) {
        this.number = (byte) number;
    }

    /** Returns the number it is stored as. */
    public byte number() {
        return number;
    }

    /**
     * Returns the format stored as {@code number}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BodyFormat of(byte number) {
        return switch (number) {
            case 1 -> JSON;
            case 2 -> TEXT;
            case 3 -> BYTES;
            default -> throw new IllegalArgumentException("no body format " + number);
        };
    }
}
