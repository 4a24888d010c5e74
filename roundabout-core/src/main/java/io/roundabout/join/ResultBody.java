package io.roundabout.join;

import io.roundabout.entrance.BodyFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Puts the body of a joined result together: {@code {"key":"K","INPUT":…,…}}, in one array of the exact size. Source: wire
 * contract, section 2. Immutable.
 */
final class ResultBody implements Selection {
    private static final byte[] START = "{\"key\":".getBytes(StandardCharsets.UTF_8);
    private static final int QUOTES = 2;
    private static final int BRACKETS = 2;

    private final byte[][] labels;
    private final boolean[] lists;

    /**
     * @param inputs names of the inputs, in the order declared
     * @param lists those that are lists
     */
    ResultBody(List<String> inputs, Set<String> lists) {
        labels = inputs.stream().map(ResultBody::label).toArray(byte[][]::new);
        this.lists = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            this.lists[i] = lists.contains(inputs.get(i));
        }
    }

    private static byte[] label(String input) {
        return (",\"" + input + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the body; an input without messages is left out. */
    @Override
    public byte[] body(GroupView group) {
        byte[] key = group.key();
        int size = START.length + QUOTES + JsonText.length(key) + 1;
        for (int i = 0; i < labels.length; i++) {
            size += length(i, group);
        }
        byte[] body = new byte[size];
        int at = copy(START, body, 0);
        at = quote(key, body, at);
        for (int i = 0; i < labels.length; i++) {
            at = write(i, group, body, at);
        }
        body[at] = '}';
        return body;
    }

    private int length(int input, GroupView group) {
        int count = group.count(input);
        int commas = count - 1;
        int size = count == 0 ? 0 : labels[input].length + commas + (lists[input] ? BRACKETS : 0);
        for (int i = 0; i < count; i++) {
            size += length(group.format(input, i), group.body(input, i));
        }
        return size;
    }

    private static int length(BodyFormat format, byte[] body) {
        return switch (format) {
            case JSON -> body.length;
            case TEXT -> QUOTES + JsonText.length(body);
            case BYTES -> QUOTES + (body.length + 2) / 3 * 4;
        };
    }

    private int write(int input, GroupView group, byte[] into, int from) {
        int count = group.count(input);
        int at = count == 0 ? from : copy(labels[input], into, from);
        for (int i = 0; i < count; i++) {
            if (lists[input]) {
                into[at++] = (byte) (i == 0 ? '[' : ',');
            }
            at = write(group.format(input, i), group.body(input, i), into, at);
        }
        if (count > 0 && lists[input]) {
            into[at++] = ']';
        }
        return at;
    }

    private static int write(BodyFormat format, byte[] body, byte[] into, int at) {
        if (format == BodyFormat.JSON) {
            return copy(body, into, at);
        }
        if (format == BodyFormat.TEXT) {
            return quote(body, into, at);
        }
        into[at] = '"';
        int end = copy(Base64.getEncoder().encode(body), into, at + 1);
        into[end] = '"';
        return end + 1;
    }

    private static int quote(byte[] text, byte[] into, int at) {
        into[at] = '"';
        int end = JsonText.write(text, into, at + 1);
        into[end] = '"';
        return end + 1;
    }

    private static int copy(byte[] from, byte[] into, int at) {
        System.arraycopy(from, 0, into, at, from.length);
        return at + from.length;
    }
}
