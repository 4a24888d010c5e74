package io.roundabout.gate;

/** Where the bytes of a body begin in a message that was cut off within it (AMQP 1.0, sections 1.6 and 3.2). Pure functions. */
final class SectionStart {
    private static final byte SMALL_ULONG = 0x53;
    private static final byte DATA = 0x75;
    private static final byte VALUE = 0x77;
    private static final byte VBIN32 = (byte) 0xB0;
    private static final byte STR32 = (byte) 0xB1;
    private static final int START_BYTES = 8;

    private SectionStart() {}

    /** Returns where the body's bytes begin, if a data section or a text begins at {@code from}; else -1. */
    static int ofBody(byte[] message, int from) {
        if (message.length - from < START_BYTES || message[from] != 0 || message[from + 1] != SMALL_ULONG) {
            return -1;
        }
        boolean data = message[from + 2] == DATA && message[from + 3] == VBIN32;
        boolean value = message[from + 2] == VALUE && (message[from + 3] == VBIN32 || message[from + 3] == STR32);
        return data || value ? from + START_BYTES : -1;
    }
}
