package io.roundabout.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDecoderTest {
    private static final int MAX_LINE = 100;

    @Test
    void findsTheSameFramesHoweverTheBytesAreFed() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] input = input(random);
            List<String> atOnce = frames(input, input.length, false);

            assertThat(frames(input, 1, false)).isEqualTo(atOnce);
            assertThat(frames(input, 1 + random.nextInt(300), true)).isEqualTo(atOnce);
        }
    }

    @Test
    void dropsOneCarriageReturnBeforeTheEnd() {
        assertThat(frames(utf8("a\r\nb\r\r\n\r\n\n"), 99, false))
                .containsExactly("LINE a", "LINE b\r", "LINE ", "LINE ");
    }

    @Test
    void takesALineOfTheLongestLengthAndSkipsALongerOne() {
        String longest = "x".repeat(MAX_LINE);

        assertThat(frames(utf8(longest + "\r\n" + longest + "x\nb\n"), 7, false))
                .containsExactly("LINE " + longest, "LONG_LINE " + longest + "x", "LINE b");
    }

    @Test
    void givesUpOnALineOfMoreThanAMebibyteBeforeItEnds() {
        byte[] endless = new byte[LineDecoder.LONGEST_SKIPPED_LINE + 2];

        assertThat(frames(endless, 65_536, false)).containsExactly("ENDLESS_LINE");
    }

    @Test
    void skipsALineOfExactlyAMebibyte() {
        byte[] line = new byte[LineDecoder.LONGEST_SKIPPED_LINE + 1];
        Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = '\n';

        assertThat(frames(line, 65_536, false)).containsExactly("LONG_LINE " + "x".repeat(LineDecoder.KEPT_OF_SKIPPED));
    }

    @Test
    void noticesABodyWithoutALineEnd() {
        assertThat(frames(utf8("!3\nabcd\n"), 99, false)).containsExactly("LINE !3", "UNENDED_BODY abc");
    }

    @Test
    void knowsWhetherItIsInTheMiddleOfAFrame() {
        LineDecoder decoder = new LineDecoder(MAX_LINE);
        decoder.feed(utf8("a\nb"), 3);
        decoder.next();
        assertThat(decoder.isMidFrame()).isFalse();

        decoder.next();

        assertThat(decoder.isMidFrame()).isTrue();
    }

    @Test
    void keepsLittleOfAConnectionThatHasSentNothingWhole() {
        LineDecoder decoder = new LineDecoder(65_536);
        byte[] input = new byte[65_536];

        decoder.feed(input, input.length);
        decoder.next();

        assertThat(decoder.heldCapacity()).isLessThanOrEqualTo(65_537);
    }

    /** Lines, commands {@code !LENGTH} followed by a body, and long ones of both. */
    private static byte[] input(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 12; i++) {
            int length = random.nextInt(4) == 0 ? random.nextInt(2_000) : random.nextInt(120);
            byte[] content = new byte[length];
            for (int j = 0; j < length; j++) {
                content[j] = (byte) "ab\r!".charAt(random.nextInt(3));
            }
            if (random.nextBoolean()) {
                out.writeBytes(utf8("!" + length + "\n"));
            }
            out.writeBytes(content);
            out.writeBytes(utf8(random.nextInt(5) == 0 ? "\r\n" : "\n"));
        }
        return out.toByteArray();
    }

    private static List<String> frames(byte[] input, int step, boolean reuseArray) {
        LineDecoder decoder = new LineDecoder(MAX_LINE);
        List<String> frames = new ArrayList<>();
        byte[] shared = new byte[step];
        for (int from = 0; from < input.length; from += step) {
            int length = Math.min(step, input.length - from);
            System.arraycopy(input, from, shared, 0, length);
            byte[] fed = reuseArray ? shared : shared.clone();
            decoder.feed(fed, length);
            if (reuseArray) {
                decoder.keepRest();
                Arrays.fill(shared, (byte) '?');
            }
            if (!drain(decoder, frames)) {
                return frames;
            }
        }
        return frames;
    }

    private static boolean drain(LineDecoder decoder, List<String> frames) {
        while (true) {
            LineDecoder.Event event = decoder.next();
            Span frame = decoder.frame();
            switch (event) {
                case STARVED -> {
                    return true;
                }
                case ENDLESS_LINE -> {
                    frames.add("ENDLESS_LINE");
                    return false;
                }
                default -> {}
            }
            String text = new String(frame.array(), frame.from(), frame.length(), StandardCharsets.UTF_8);
            frames.add(event + " " + text);
            if (event == LineDecoder.Event.UNENDED_BODY) {
                return false;
            }
            if (event == LineDecoder.Event.LINE && text.matches("![0-9]+")) {
                int length = Integer.parseInt(text.substring(1));
                if (length > 1_500) {
                    decoder.skipBody(length);
                } else {
                    decoder.expectBody(length);
                }
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
