package io.roundabout.entrance;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.roundabout.Refusal;
import io.roundabout.RefusalCode;

/** Writes the hub's lines to one vehicle. Source: docs/wire.md, "Answers". Confined to the event loop. */
final class Answers {
    private static final int LONGEST_TEXT = 400;
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
        line("-err " + refusal.number() + " " + refusal.code().word() + " " + oneLine(refusal.text()));
    }

    void close(RefusalCode code, String text) {
        line("-close " + code.word() + " " + oneLine(text));
    }

    /** Tells that back-pressure began. */
    void hold() {
        line("*hold reason=window");
    }

    /** Tells that back-pressure ended. */
    void go() {
        line("*go");
    }

    /** Sends what was written since the last flush. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    // The void promise reports a failed write to the connection's exceptionCaught.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void line(String line) {
        unflushed = true;
        channel.write(ByteBufUtil.writeUtf8(channel.alloc(), line + "\n"), channel.voidPromise());
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
