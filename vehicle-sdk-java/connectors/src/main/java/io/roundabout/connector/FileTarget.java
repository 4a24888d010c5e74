package io.roundabout.connector;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Files in a folder, one for each commit. */
final class FileTarget implements Target {
    private final String name;
    private final FileNames names;
    private final Opening folder;
    private final TargetOptions options;

    FileTarget(String name, FileNames names, Opening folder, TargetOptions options) {
        this.name = name;
        this.names = names;
        this.folder = folder;
        this.options = options;
    }

    /** Opens a folder. */
    interface Opening {
        TargetFolder open() throws IOException;
    }

    /** Begins to write messages to a stream. */
    interface Beginning {
        MessageWriter begin(OutputStream out) throws IOException;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TargetWriter open() throws IOException {
        return new FileTargetWriter(name, folder.open(), names.ofRun(), beginning());
    }

    /** What is decided by the first message holds for all files that this writes. */
    private Beginning beginning() {
        Rows rows = new Rows(options);
        return switch (names.format()) {
            case CSV -> out -> new CsvWriter(packed(out), rows);
            case PARQUET -> {
                ParquetColumns columns = new ParquetColumns(options.types());
                yield out -> new ParquetMessages(out, rows, columns);
            }
            case LINES, JSON -> out -> new LineWriter(packed(out), options.meta());
        };
    }

    private OutputStream packed(OutputStream out) throws IOException {
        return names.gzip() ? new GZIPOutputStream(out, 1 << 16) : out;
    }
}
