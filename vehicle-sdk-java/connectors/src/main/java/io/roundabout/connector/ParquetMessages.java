package io.roundabout.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.roundabout.vehicle.CollectedMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Writes a row for each message into a Parquet file. The rows are in memory until it is finished. */
final class ParquetMessages implements MessageWriter {
    /** More than a roll holds, so that a file has one. */
    private static final int ROW_GROUP_BYTES = 64 << 20;

    private final Rows rows;
    private final ParquetColumns columns;
    private final OutputStream out;
    private @Nullable ParquetWriter<Group> parquet;

    ParquetMessages(OutputStream out, Rows rows, ParquetColumns columns) {
        this.rows = rows;
        this.columns = columns;
        this.out = out;
    }

    @Override
    public void write(CollectedMessage message) throws IOException {
        JsonNode row = rows.row(message);
        List<Column> chosen = rows.columns();
        columns.decide(chosen, row);
        Group group = new SimpleGroup(columns.schema());
        for (Column column : chosen) {
            columns.add(message, group, column, column.in(row));
        }
        ParquetWriter<Group> to = parquet;
        if (to == null) {
            to = begin();
            parquet = to;
        }
        to.write(group);
    }

    @Override
    public void finish() throws IOException {
        rows.checkColumns();
        if (parquet != null) {
            parquet.close();
        }
    }

    private ParquetWriter<Group> begin() throws IOException {
        return ExampleParquetWriter.builder(new StreamOutputFile(out))
                .withConf(new PlainParquetConfiguration())
                .withType(columns.schema())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize((long) ROW_GROUP_BYTES)
                .build();
    }
}
