package io.roundabout.connector;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds sources by what people write. Pure functions, but for looking at what is there. */
public final class Sources {
    private static final String HDFS = "hdfs://";
    private static final String HBASE = "hbase://";

    private Sources() {}

    /**
     * Returns the sources that {@code argument} names, in the order of their names.
     *
     * @param argument a file or a pattern of files, here or as {@code hdfs://HOST:PORT/PATH}; or {@code
     *     hbase://QUORUM[:PORT]/TABLE[?columns=f:q,…&start=…&stop=…&binary=base64]}
     * @throws SourceException if there is none, or it cannot be read; the message says what to do
     */
    public static List<Source> find(String argument, SourceOptions options) throws IOException {
        if (argument.startsWith(HBASE)) {
            return List.of(hbase(argument, options));
        }
        List<StoredFile> files =
                argument.startsWith(HDFS) ? HadoopFile.find(argument, options.environment()) : LocalFile.find(argument);
        return sources(files, options);
    }

    /**
     * Returns a source of what {@code in} gives, once.
     *
     * @param name as it is shown
     * @param in what to read; closed with the reader
     * @param options their format is that of the records; nothing said, they are lines
     */
    public static Source of(String name, InputStream in, SourceOptions options) {
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> identity() {
                return Optional.empty();
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.empty();
            }

            @Override
            public SourceReader open() throws IOException {
                return FileSource.reader(options.format().orElse(Format.LINES), new NamedStream(name, in), options);
            }
        };
    }

    private static List<Source> sources(List<StoredFile> files, SourceOptions options) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (StoredFile file : files) {
            sources.add(new FileSource(file, options));
        }
        return List.copyOf(sources);
    }

    private static Source hbase(String address, SourceOptions options) throws IOException {
        try {
            return HBaseSource.of(address, options.environment());
        } catch (NoClassDefFoundError e) {
            throw new SourceException(
                    "'" + address + "' needs the HBase client; put hbase-shaded-client 2.6.4-hadoop3 on the class path",
                    e);
        }
    }
}
