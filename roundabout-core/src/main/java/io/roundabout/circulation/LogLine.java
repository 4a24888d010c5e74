package io.roundabout.circulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The form of a line of the epoch log: eight hex digits of CRC-32C, a space, JSON, a line feed. */
final class LogLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SUM_BYTES = 9;

    private LogLine() {}

    static byte[] write(Object value) throws JsonProcessingException {
        byte[] json = JSON.writeValueAsBytes(value);
        byte[] sum = (crc(json, 0, json.length) + " ").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(sum.length + json.length + 1)
                .put(sum)
                .put(json)
                .put((byte) '\n')
                .array();
    }

    /** Returns whether the line from {@code from} to before {@code end} is as it was written. */
    static boolean isSound(byte[] bytes, int from, int end) {
        if (end - from <= SUM_BYTES) {
            return false;
        }
        String sum = new String(bytes, from, SUM_BYTES - 1, StandardCharsets.US_ASCII);
        return sum.equals(crc(bytes, from + SUM_BYTES, end - from - SUM_BYTES));
    }

    static <T> T read(byte[] bytes, int from, int end, Class<T> type) throws IOException {
        return JSON.readValue(bytes, from + SUM_BYTES, end - from - SUM_BYTES, type);
    }

    private static String crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return "%08x".formatted(crc.getValue());
    }
}
