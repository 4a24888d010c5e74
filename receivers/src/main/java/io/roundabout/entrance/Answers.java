package io.roundabout.entrance;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.util.Iterator;

/** Writes the hub's lines to one vehicle. Source: docs/wire.md, "Answers". Confined to the event loop. */
final class Answers {
    private static final int LONGEST_TEXT = 400;
    /** Late answers are written in pieces of about this size, in characters: a line each would cost a buffer each. */
    private static final int PIECE = 32_768;

    private static final int LONGEST_QUOTE = 80;

    private final Channel channel;
    private boolean unflushed;

    Answers(Channel channel) {
        this.channel = channel;
    }

    /** Returns {@code text} as one line: without control characters, and at most 400 characters. */
    static String oneLine(String text) {
        return plain(text, LONGEST_TEXT);
    }

    /** Returns what of a vehicle's own words may stand in a text: no control characters, at most 80 characters. */
    static String quotable(String text) {
        return plain(text, LONGEST_QUOTE);
    }

    void hello(String session, long last, EntranceSettings settings) {
        line("+hello roundabout/1 session=" + PercentCoding.encode(session)
                + " last=" + last
                + " max-line=" + settings.maxLineBytes()
                + " max-put=" + settings.maxPutBytes()
                + " window=" + settings.windowBytes());
    }

    void ok(long number) {
        line("+ok " + number);
    }

    void sync(long number) {
        line("+sync " + number);
    }

    void bye(long number) {
        line("+bye " + number);
    }

    void pong() {
        line("+pong");
    }

    void refused(Refusal refusal) {
        line(err(refusal));
    }

    /** Tells what was refused and what was known already, in order of number. */
    void late(LateAnswers late) {
        StringBuilder lines = new StringBuilder();
        Iterator<Long> duplicates = late.duplicates().iterator();
        long duplicate = next(duplicates);
        for (Refusal refusal : late.refusals()) {
            while (duplicate < refusal.number()) {
                lines(lines, "*dup " + duplicate);
                duplicate = next(duplicates);
            }
            lines(lines, err(refusal));
        }
        while (duplicate < Long.MAX_VALUE) {
            lines(lines, "*dup " + duplicate);
            duplicate = next(duplicates);
        }
        write(lines);
    }

    private static long next(Iterator<Long> numbers) {
        return numbers.hasNext() ? numbers.next() : Long.MAX_VALUE;
    }

    private void lines(StringBuilder lines, String line) {
        lines.append(line).append('\n');
        if (lines.length() >= PIECE) {
            write(lines);
            lines.setLength(0);
        }
    }

    private static String err(Refusal refusal) {
        return "-err " + refusal.number() + " " + refusal.code().word() + " " + oneLine(refusal.text());
    }

    void close(RefusalCode code, String text) {
        line("-close " + code.word() + " " + oneLine(text));
    }

    /** Sends a notice, which a client may ignore. */
    void notice(String notice) {
        line(notice);
    }

    /** Sends what was written since the last flush. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    private void line(String line) {
        write(line + "\n");
    }

    // The void promise reports a failed write to the connection's exceptionCaught.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(CharSequence lines) {
        if (lines.length() > 0) {
            unflushed = true;
            channel.write(ByteBufUtil.writeUtf8(channel.alloc(), lines), channel.voidPromise());
        }
    }

    private static String plain(String text, int longest) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), longest));
        text.codePoints()
                .limit(longest)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
