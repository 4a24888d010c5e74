package io.roundabout.connector;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Names of the files of a target, such as {@code enriched-20261120T184512Z-3fa29c-00001.jsonl.gz}: no two are the same,
 * whoever else writes there, and those of a run are in order.
 *
 * @param stem what they begin with
 * @param format what they hold
 * @param end what they end in, such as {@code .csv.gz}
 */
record FileNames(String stem, Format format, String end) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int RANDOM = 1 << 24;

    /** Returns whether they are compressed as a whole. */
    boolean gzip() {
        return Format.isGzip(end);
    }

    /** Returns the names of one run, without end. */
    Iterator<String> ofRun() {
        String run = String.format(
                Locale.ROOT,
                "%s-%s-%06x",
                stem,
                TIME.format(Instant.now()),
                ThreadLocalRandom.current().nextInt(RANDOM));
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> String.format(Locale.ROOT, "%s-%05d%s", run, number, end))
                .iterator();
    }
}
