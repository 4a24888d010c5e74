package io.roundabout.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.entrance.BodyFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines of {@code KEY:NUMBER[@TIME]} words: counts the words of a key and adds up their numbers; or, where order matters, keeps them
 * all. What is not a word has no key.
 */
record SumOfWords(boolean isOrderFree, boolean isOneRow) implements Aggregation {

    /** A word. */
    private record Word(
            byte @Nullable [] key, long number, @Nullable Long timeMillis) implements Row {
        static Word of(String text) {
            int colon = text.indexOf(':');
            int at = text.indexOf('@');
            String number = text.substring(colon + 1, at < 0 ? text.length() : at);
            return new Word(
                    colon <= 0 ? null : text.substring(0, colon).getBytes(UTF_8),
                    colon <= 0 ? 0 : Long.parseLong(number),
                    at < 0 ? null : Long.valueOf(text.substring(at + 1)));
        }
    }

    @Override
    public void rows(BodyFormat format, byte[] body, RowTaker taker) {
        for (String word : new String(body, UTF_8).split(" ", -1)) {
            taker.row(Word.of(word));
        }
    }

    @Override
    public boolean isSmall() {
        return isOrderFree;
    }

    @Override
    public Accumulator open() {
        return new Sum();
    }

    @Override
    public Accumulator open(byte[] stored) {
        Sum sum = new Sum();
        sum.merge(stored);
        return sum;
    }

    /** The numbers of a key, in the order in which they came. */
    private final class Sum implements Accumulator {
        private final List<Long> numbers = new ArrayList<>();

        @Override
        public void add(Row row) {
            numbers.add(((Word) row).number());
        }

        @Override
        public void merge(byte[] stored) {
            ByteBuffer in = ByteBuffer.wrap(stored);
            while (in.hasRemaining()) {
                numbers.add(in.getLong());
            }
        }

        @Override
        public byte[] write() {
            ByteBuffer out = ByteBuffer.allocate(Long.BYTES * numbers.size());
            numbers.forEach(out::putLong);
            return out.array();
        }

        @Override
        public byte[] fields() {
            long total = numbers.stream().mapToLong(Long::longValue).sum();
            return (isOrderFree ? "\"n\":" + numbers.size() + ",\"total\":" + total : "\"all\":" + numbers)
                    .replace(" ", "")
                    .getBytes(UTF_8);
        }
    }
}
