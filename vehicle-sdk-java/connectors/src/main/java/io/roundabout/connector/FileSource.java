package io.roundabout.connector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** A file whose records are pushed. */
final class FileSource implements Source {
    private static final int BEGINNING_BYTES = 1 << 16;

    private final StoredFile file;
    private final SourceOptions options;
    private final Format format;

    FileSource(StoredFile file, SourceOptions options) throws SourceException {
        this.file = file;
        this.options = options;
        this.format = options.format().isPresent() ? options.format().get() : Format.of(file.name());
        if (format == Format.PARQUET && Format.isGzip(file.name())) {
            throw new SourceException(
                    "'" + file.name() + "': Parquet is compressed inside and read here and there; gunzip it first",
                    null);
        }
    }

    @Override
    public String name() {
        return file.name();
    }

    /** The same file is the same source until it is changed; so is a file read in another way another source. */
    @Override
    public Optional<String> identity() throws IOException {
        try (InputStream in = file.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String parts =
                    file.path() + "\n" + file.size() + "\n" + file.modified() + "\n" + options.identity(format) + "\n";
            digest.update(parts.getBytes(StandardCharsets.UTF_8));
            digest.update(in.readNBytes(BEGINNING_BYTES));
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(file.size());
    }

    @Override
    public SourceReader open() throws IOException {
        return format == Format.PARQUET ? ParquetRecords.open(file) : reader(format, file.open(), options);
    }

    /** Returns a reader of what {@code stored} gives; if it is compressed, its name says so. */
    static SourceReader reader(Format format, NamedStream stored, SourceOptions options) throws IOException {
        try {
            InputStream in = Format.isGzip(stored.name()) ? new GzipStream(stored) : stored;
            return switch (format) {
                case LINES -> new LineRecords(stored, in);
                case JSON -> new JsonRecords(stored, in);
                case CSV -> new CsvRecords(stored, in, options);
                case PARQUET ->
                    throw new SourceException(
                            "'" + stored.name() + "': Parquet is read here and there; put it into a file", null);
            };
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }
}
