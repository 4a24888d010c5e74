package io.roundabout.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds the keys of rows: {@code table(1) · name number(4) · …}, numbers big-endian. A message's key or a session's id
 * stands behind its length, so that no key is a prefix of another's rows. See docs/decisions/0001-state-layout.md.
 */
public final class RowKey {
    /** Messages of a lane that share a page: a scan never passes over more removed rows than that. */
    public static final int PAGE_MESSAGES = 1 << 10;

    private static final int PAGE_BITS = 10;
    private static final int NO_NAME = 0;
    private static final int LENGTH_LIMIT = 0xFFFF;

    private RowKey() {}

    /** Returns the key of the head row of the group of {@code key} in a join. */
    public static byte[] group(int join, byte[] key) {
        return text(Table.GROUP, join, key, 0).array();
    }

    /** Returns what the keys of the head rows of all groups of a join begin with. */
    public static byte[] groups(int join) {
        return start(Table.GROUP, join, 0).array();
    }

    /** Returns the message key of a group, from the key of its head row. */
    public static byte[] keyOfGroup(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row, 1 + Integer.BYTES, row.length - 1 - Integer.BYTES);
        byte[] key = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(key);
        return key;
    }

    /** Returns the key of message {@code sequence} that {@code stream} brought to the group of {@code key} in a join. */
    public static byte[] held(int join, byte[] key, int stream, long sequence) {
        return text(Table.HELD, join, key, Integer.BYTES + Long.BYTES)
                .putInt(stream)
                .putLong(sequence)
                .array();
    }

    /** Returns the key of the head row of the lane of an address. */
    public static byte[] lane(int address) {
        return start(Table.LANE, address, 0).array();
    }

    /** Returns the page that message {@code number} of a lane stands in. */
    public static long pageOf(long number) {
        return number >>> PAGE_BITS;
    }

    /** Returns what the keys of all messages in {@code page} of a lane start with. */
    public static byte[] page(int address, long page) {
        return start(Table.OUTBOX, address, Long.BYTES).putLong(page).array();
    }

    /** Returns the key of message {@code number} of a lane. */
    public static byte[] message(int address, long number) {
        return numbered(Table.OUTBOX, address, number);
    }

    /** Returns the number of the message whose key is {@code messageKey}. */
    public static long numberOf(byte[] messageKey) {
        return ByteBuffer.wrap(messageKey).getLong(messageKey.length - Long.BYTES);
    }

    /** Returns the key of the row that counts failed deliveries of message {@code number} of a lane. */
    public static byte[] attempts(int address, long number) {
        return numbered(Table.ATTEMPTS, address, number);
    }

    /** Returns the key of what is known of a subscription. */
    public static byte[] subscription(int address) {
        return start(Table.SUBSCRIPTION, address, 0).array();
    }

    /** Returns the key of the marks for messages of {@code page} that a subscription has no more. */
    public static byte[] settled(int address, long page) {
        return start(Table.SUBSCRIPTION, address, Long.BYTES).putLong(page).array();
    }

    /** Returns the key of the row that says which message of a topic is the newest of {@code key}. */
    public static byte[] newest(int topic, byte[] key) {
        return text(Table.SUBSCRIPTION, topic, key, 0).array();
    }

    /** Returns the key of the row of a session. */
    public static byte[] session(String session) {
        return text(Table.SESSION, NO_NAME, session.getBytes(StandardCharsets.UTF_8), 0)
                .array();
    }

    /** Returns the key of the ledger's row. */
    public static byte[] ledger() {
        return start(Table.LEDGER, NO_NAME, 0).array();
    }

    /** Returns the key of what is remembered of a message with a duplicate id; {@code key} is empty if it has none. */
    public static byte[] id(int stream, byte[] key, byte[] id) {
        return text(Table.ID, stream, key, Short.BYTES + id.length)
                .putShort((short) id.length)
                .put(id)
                .array();
    }

    /** Returns the number of the name that the key of a row has. */
    static int nameOf(byte[] row) {
        return ByteBuffer.wrap(row).getInt(1);
    }

    /** Returns the key of the row that says how far ids are forgotten. */
    static byte[] leavings() {
        return start(Table.LEAVING, NO_NAME, 0).array();
    }

    /** Returns the key of entry {@code number} among the ids that are remembered for {@code rememberMillis}. */
    static byte[] leaving(long rememberMillis, long number) {
        return start(Table.LEAVING, NO_NAME, 2 * Long.BYTES)
                .putLong(rememberMillis)
                .putLong(number)
                .array();
    }

    /** Returns the key of the row that says which cursors the partition has. */
    public static byte[] cursors() {
        return start(Table.CURSOR, NO_NAME, 0).array();
    }

    /** Returns the key of cursor {@code number} of the partition. */
    public static byte[] cursor(long number) {
        return start(Table.CURSOR, NO_NAME, Long.BYTES).putLong(number).array();
    }

    /** Returns the key of the row that says which messages of {@code stream} are pinned in the group of {@code key}. */
    public static byte[] pins(int join, byte[] key, int stream) {
        return text(Table.CURSOR, join, key, Integer.BYTES).putInt(stream).array();
    }

    /** Returns the key of a message of {@code stream} that is pinned in the group of {@code key}. */
    public static byte[] pin(int join, byte[] key, int stream, long index) {
        return text(Table.CURSOR, join, key, Integer.BYTES + Long.BYTES)
                .putInt(stream)
                .putLong(index)
                .array();
    }

    /** Returns the key of the row that says which messages of {@code stream} a join holds until a deadline. */
    static byte[] deadlines(int join, int stream) {
        return start(Table.DEADLINE, join, Integer.BYTES).putInt(stream).array();
    }

    /** Returns what the keys of all deadlines in {@code page} of an input start with. */
    static byte[] deadlinePage(int join, int stream, long page) {
        return start(Table.DEADLINE, join, Integer.BYTES + Long.BYTES)
                .putInt(stream)
                .putLong(page)
                .array();
    }

    /** Returns the key of deadline {@code number} of an input. */
    static byte[] deadline(int join, int stream, long number) {
        return start(Table.DEADLINE, join, Integer.BYTES + 2 * Long.BYTES)
                .putInt(stream)
                .putLong(pageOf(number))
                .putLong(number)
                .array();
    }

    /** Returns the key of what a compute keeps for {@code key} in a window. */
    public static byte[] aggregate(int compute, long window, byte[] key) {
        return start(Table.AGGREGATE, compute, Long.BYTES + key.length)
                .putLong(window)
                .put(key)
                .array();
    }

    /** Returns what the keys of everything that a compute keeps begin with. */
    public static byte[] aggregates(int compute) {
        return start(Table.AGGREGATE, compute, 0).array();
    }

    /** Returns the message key of what a compute keeps, from the key of its row. */
    public static byte[] keyOfAggregate(byte[] row) {
        return Arrays.copyOfRange(row, 1 + Integer.BYTES + Long.BYTES, row.length);
    }

    /** Returns the key of the row that says which windows of a compute are open. */
    public static byte[] windows(int compute) {
        return start(Table.WINDOW, compute, 0).array();
    }

    /** Returns the key of the row that has key {@code number} of a window. */
    public static byte[] windowKey(int compute, long window, long number) {
        return start(Table.WINDOW, compute, 2 * Long.BYTES)
                .putLong(window)
                .putLong(number)
                .array();
    }

    private static byte[] numbered(Table table, int address, long number) {
        return start(table, address, 2 * Long.BYTES)
                .putLong(pageOf(number))
                .putLong(number)
                .array();
    }

    private static ByteBuffer text(Table table, int name, byte[] text, int more) {
        if (text.length > LENGTH_LIMIT) {
            throw new IllegalArgumentException("text of " + text.length + " B in a row's key; the limit is 65535 B");
        }
        return start(table, name, Short.BYTES + text.length + more)
                .putShort((short) text.length)
                .put(text);
    }

    private static ByteBuffer start(Table table, int name, int more) {
        return ByteBuffer.allocate(1 + Integer.BYTES + more).put(table.number()).putInt(name);
    }
}
