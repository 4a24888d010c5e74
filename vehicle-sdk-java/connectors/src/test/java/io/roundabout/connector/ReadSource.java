package io.roundabout.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * What came of reading a source: each record as {@code 7 BODY}, or {@code 7! REASON} if it is unusable, behind its place.
 *
 * @param records in their order
 * @param failure what ended it before the end; empty: nothing
 */
record ReadSource(List<String> records, String failure) {
    static ReadSource of(Path file) {
        return of(file.toString(), SourceOptions.DEFAULT);
    }

    static ReadSource of(String argument, SourceOptions options) {
        List<String> records = new ArrayList<>();
        try {
            for (Source source : Sources.find(argument, options)) {
                read(source, records);
            }
            return new ReadSource(records, "");
        } catch (SourceException e) {
            return new ReadSource(records, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new AssertionError("not told as it should be", e);
        }
    }

    static Path gzip(Path file, byte[]... members) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] member : members) {
            try (GZIPOutputStream out = new GZIPOutputStream(all)) {
                out.write(member);
            }
        }
        return Files.write(file, all.toByteArray());
    }

    List<String> bodies() {
        return records.stream()
                .map(record -> record.substring(record.indexOf(' ', record.indexOf(' ') + 1) + 1))
                .toList();
    }

    private static void read(Source source, List<String> records) throws IOException {
        try (SourceReader reader = source.open()) {
            for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
                if (record instanceof SourceRecord.Usable usable) {
                    records.add(
                            record.place() + " " + new String(usable.message().body(), UTF_8));
                } else if (record instanceof SourceRecord.Unusable unusable) {
                    records.add(record.place() + "! " + unusable.reason());
                }
            }
        }
    }
}
