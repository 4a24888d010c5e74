package io.roundabout.connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds targets by what people write. Pure functions, but for looking at what is there. */
public final class Targets {
    private static final String HDFS = "hdfs://";

    private Targets() {}

    /**
     * Returns the target that {@code argument} names. Nothing is made before it is opened.
     *
     * @param argument a folder, or how files in a folder are called: {@code out/orders.jsonl} stands for {@code
     *     out/orders-TIME-RUN-NUMBER.jsonl}; here or as {@code hdfs://HOST:PORT/PATH}; or {@code
     *     hbase://QUORUM[:PORT]/TABLE[?family=f&row=/place]}
     * @param stem what files in a folder are called if only the folder is given
     * @throws TargetException if it is none; the message says what to do
     */
    public static Target of(String argument, String stem, TargetOptions options) throws IOException {
        if (argument.startsWith(HBaseTable.SCHEME)) {
            return hbase(argument, options);
        }
        boolean hdfs = argument.startsWith(HDFS);
        if (!hdfs && argument.matches("[a-z][a-z0-9+]*://.*")) {
            throw new TargetException(
                    "'" + argument + "': this kind of target is not known; collect to files, hdfs://… or hbase://…",
                    null);
        }
        int slash = argument.lastIndexOf('/');
        String file = argument.substring(slash + 1);
        boolean isFolder = file.isEmpty() || (!hdfs && Files.isDirectory(Path.of(argument)));
        String folder = isFolder ? argument : argument.substring(0, slash + 1);
        FileNames names = isFolder ? names(stem, options) : names(argument, file, options);
        check(argument, names, options);
        return new FileTarget(
                argument,
                names,
                hdfs ? () -> HadoopFolder.of(folder, options.environment()) : () -> LocalFolder.of(Path.of(folder)),
                options);
    }

    private static Target hbase(String argument, TargetOptions options) throws TargetException {
        if (options.format().isPresent() || !options.types().isEmpty()) {
            throw new TargetException("'" + argument + "': a table has no format and no types; leave them out", null);
        }
        try {
            return HBaseTarget.of(argument, options);
        } catch (SourceException e) {
            throw new TargetException(String.valueOf(e.getMessage()), e);
        } catch (NoClassDefFoundError e) {
            throw new TargetException(
                    "'" + argument
                            + "' needs the HBase client; put hbase-shaded-client 2.6.4-hadoop3 on the class path",
                    e);
        }
    }

    private static FileNames names(String stem, TargetOptions options) {
        Format format = options.format().orElse(Format.LINES);
        return new FileNames(stem.replace('/', '-').replaceAll("[*#]", "_"), format, format.end());
    }

    private static FileNames names(String argument, String file, TargetOptions options) throws IOException {
        String plain = Format.isGzip(file) ? file.substring(0, file.length() - Format.GZIP_END.length()) : file;
        int dot = plain.lastIndexOf('.');
        if (dot <= 0) {
            throw new TargetException(
                    "'" + argument
                            + "': say a file name such as orders.jsonl, .csv or .parquet; or a folder, with / at its"
                            + " end or made before",
                    null);
        }
        Format format = options.format().isPresent() ? options.format().get() : format(argument, file);
        return new FileNames(plain.substring(0, dot), format, file.substring(dot));
    }

    private static Format format(String argument, String file) throws TargetException {
        try {
            return Format.of(file);
        } catch (SourceException e) {
            throw new TargetException(
                    "'" + argument
                            + "': such files cannot be written; make it .jsonl, .csv or .parquet, or say what it is"
                            + " with --format",
                    e);
        }
    }

    private static void check(String argument, FileNames names, TargetOptions options) throws TargetException {
        if (options.columns().stream().map(Column::name).distinct().count()
                < options.columns().size()) {
            throw new TargetException("'" + argument + "': --columns names a column twice", null);
        }
        if (names.format() == Format.PARQUET && names.gzip()) {
            throw new TargetException("'" + argument + "': Parquet is compressed inside; leave .gz out", null);
        }
        if (names.format() == Format.JSON) {
            throw new TargetException("'" + argument + "': a line is a message; call it .jsonl", null);
        }
        if (names.format() != Format.PARQUET && !options.types().isEmpty()) {
            throw new TargetException("'" + argument + "': only Parquet columns have types; leave --types out", null);
        }
        if (names.format() == Format.LINES && !options.columns().isEmpty()) {
            throw new TargetException(
                    "'" + argument + "': lines have no columns; leave --columns out, or collect to .csv or .parquet",
                    null);
        }
    }
}
