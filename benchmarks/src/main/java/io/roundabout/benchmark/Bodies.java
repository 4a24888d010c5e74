package io.roundabout.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * The bytes of the workload. Each body follows from the seed, its lane and the number of its key alone, so that every
 * result can be compared byte by byte although nothing is remembered. Immutable, but for a buffer: for one thread.
 */
final class Bodies {
    private static final int DIGITS = 10;
    private static final int FILLING = 104;
    private static final String ZEROS = "0".repeat(DIGITS);
    private static final byte[] ALPHABET =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".getBytes(US_ASCII);
    private static final byte[] RESULT_HEAD = ("{\"key\":\"c" + ZEROS + "\",\"orders\":").getBytes(US_ASCII);
    private static final byte[] RESULT_MIDDLE = ",\"customers\":".getBytes(US_ASCII);
    private static final int RESULT_NUMBER = "{\"key\":\"c".length();

    private static final String ORDER_START = "{\"order\":\"o" + ZEROS + "\",\"customer\":\"c";
    private static final String CUSTOMER_START = "{\"id\":\"c";
    private static final byte[] ORDER = body(ORDER_START + ZEROS + "\",\"article\":4711,\"pieces\":3,\"remark\":\"");
    private static final byte[] CUSTOMER = body(CUSTOMER_START + ZEROS
            + "\",\"name\":\"Grace Hopper\",\"city\":\"Arlington\",\"tier\":\"gold\",\"remark\":\"");

    /** Length of the longest body, in bytes. */
    static final int LONGEST = Math.max(ORDER.length, CUSTOMER.length);

    private final long seed;
    private final byte[] expected = new byte[RESULT_HEAD.length + RESULT_MIDDLE.length + 2 * LONGEST + 1];

    Bodies(long seed) {
        this.seed = seed;
    }

    /**
     * Writes a body.
     *
     * @param into has {@link #LONGEST} bytes of room from {@code at}
     * @param number of the key, from 0
     * @return the place behind the body
     */
    int write(Lane lane, int number, byte[] into, int at) {
        byte[] form = lane == Lane.ORDERS ? ORDER : CUSTOMER;
        System.arraycopy(form, 0, into, at, form.length);
        if (lane == Lane.ORDERS) {
            digits(number, into, at + ORDER_START.indexOf('0'));
            digits(number, into, at + ORDER_START.length());
        } else {
            digits(number, into, at + CUSTOMER_START.length());
        }
        fill(2L * number + lane.bit, into, at + form.length - 2 - FILLING);
        return at + form.length;
    }

    /** Returns the number of the key that a result names, or -1 if it has no such beginning. */
    static int numberOf(byte[] result) {
        if (result.length < RESULT_HEAD.length) {
            return -1;
        }
        long number = 0;
        for (int at = RESULT_NUMBER; at < RESULT_NUMBER + DIGITS; at++) {
            int digit = result[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number <= Integer.MAX_VALUE ? (int) number : -1;
    }

    /** Returns whether these are, byte by byte, the two bodies of this key as they were pushed, joined. */
    boolean isResult(int number, byte[] result) {
        System.arraycopy(RESULT_HEAD, 0, expected, 0, RESULT_HEAD.length);
        digits(number, expected, RESULT_NUMBER);
        int at = write(Lane.ORDERS, number, expected, RESULT_HEAD.length);
        System.arraycopy(RESULT_MIDDLE, 0, expected, at, RESULT_MIDDLE.length);
        at = write(Lane.CUSTOMERS, number, expected, at + RESULT_MIDDLE.length);
        expected[at++] = '}';
        return Arrays.equals(result, 0, result.length, expected, 0, at);
    }

    private static byte[] body(String start) {
        return (start + ".".repeat(FILLING) + "\"}").getBytes(US_ASCII);
    }

    private static void digits(int number, byte[] into, int at) {
        int left = number;
        for (int place = at + DIGITS - 1; place >= at; place--) {
            into[place] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** Letters that do not compress to nothing: ten from each of a row of scrambled longs. */
    private void fill(long which, byte[] into, int from) {
        long state = seed * 0xD1342543DE82EF95L + which * 0xAF251AF3B0F025B5L;
        long bits = 0;
        for (int i = 0; i < FILLING; i++) {
            if (i % 10 == 0) {
                state += 0x9E3779B97F4A7C15L;
                bits = (state ^ (state >>> 32)) * 0xD6E8FEB86659FD93L;
                bits ^= bits >>> 29;
            }
            into[from + i] = ALPHABET[(int) (bits & 63)];
            bits >>>= 6;
        }
    }
}
