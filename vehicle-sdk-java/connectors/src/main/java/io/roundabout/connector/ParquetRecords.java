package io.roundabout.connector;

import io.roundabout.vehicle.Message;
import java.io.IOException;
import java.util.Optional;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a Parquet file, each as an object. Holds one row group, compressed. */
final class ParquetRecords implements SourceReader {
    private final StoredFile stored;
    private final ParquetFileReader file;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private @Nullable RecordReader<Group> rows;
    private long left;
    private long row;

    private ParquetRecords(StoredFile stored, ParquetFileReader file) {
        this.stored = stored;
        this.file = file;
        this.schema = file.getFileMetaData().getSchema();
        this.columns = new ColumnIOFactory().getColumnIO(schema);
    }

    static ParquetRecords open(StoredFile stored) throws IOException {
        // Says what Parquet would not: that it is not there, or not to be read.
        stored.open().close();
        return reading(stored, () -> new ParquetRecords(stored, ParquetFileReader.open(stored.seekable())));
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        Optional<Group> group = reading(stored, this::nextRow);
        if (group.isEmpty()) {
            return null;
        }
        Place place = Place.row(row);
        try {
            return new SourceRecord.Usable(place, Message.of(ParquetJson.of(group.get())));
        } catch (NotJsonException e) {
            return new SourceRecord.Unusable(place, SourceException.firstLine(e));
        }
    }

    @Override
    public long position() {
        return (long) (stored.size() * ((double) row / Math.max(1, file.getRecordCount())));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private Optional<Group> nextRow() throws IOException {
        while (left == 0) {
            PageReadStore pages = file.readNextRowGroup();
            if (pages == null) {
                return Optional.empty();
            }
            rows = columns.getRecordReader(pages, new GroupRecordConverter(schema));
            left = pages.getRowCount();
        }
        left--;
        row++;
        return rows == null ? Optional.empty() : Optional.of(rows.read());
    }

    /** Parquet says with all kinds of exceptions that a file is damaged. */
    @SuppressWarnings("IllegalCatch")
    private static <T> T reading(StoredFile stored, Reading<T> reading) throws SourceException {
        try {
            return reading.read();
        } catch (SourceException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw SourceException.broken(stored.name(), "Parquet", e);
        }
    }

    /** A step of reading. */
    private interface Reading<T> {
        T read() throws IOException;
    }
}
