package io.roundabout.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.roundabout.vehicle.CollectedMessage;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row for each message, under a header. A string is its text, anything else its JSON; nothing and null are an empty
 * field, the empty string a quoted one.
 */
final class CsvWriter implements MessageWriter {
    private final Rows rows;
    private final OutputStream out;
    private @Nullable CsvGenerator csv;

    CsvWriter(OutputStream out, Rows rows) {
        this.rows = rows;
        this.out = out;
    }

    @Override
    public void write(CollectedMessage message) throws IOException {
        JsonNode row = rows.row(message);
        CsvGenerator to = csv;
        if (to == null) {
            to = begin();
            csv = to;
        }
        to.writeStartObject();
        for (Column column : rows.columns()) {
            JsonNode value = column.in(row);
            boolean present = !value.isMissingNode() && !value.isNull();
            // A row of nothing at all would be an empty line, which readers pass over.
            if (present || rows.columns().size() == 1) {
                to.writeStringField(column.name(), present ? Column.text(value) : "");
            }
        }
        to.writeEndObject();
    }

    @Override
    public void finish() throws IOException {
        rows.checkColumns();
        if (csv != null) {
            csv.close();
        }
    }

    private CsvGenerator begin() throws IOException {
        CsvGenerator begun = CsvFactory.builder()
                .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
                .build()
                .createGenerator(out);
        CsvSchema.Builder schema = CsvSchema.builder();
        rows.columns().forEach(column -> schema.addColumn(column.name()));
        begun.setSchema(schema.build().withHeader());
        return begun;
    }
}
