package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.roundabout.vehicle.Message;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows under a header, each as an object with a field per column. A row that is shorter than the header has no
 * field for what is missing.
 */
final class CsvRecords implements SourceReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final NamedStream stored;
    private final SourceOptions options;
    private final CsvParser parser;
    private final List<String> columns;
    private long line = 1;

    CsvRecords(NamedStream stored, InputStream in, SourceOptions options) throws IOException {
        this.stored = stored;
        this.options = options;
        this.parser = CsvFactory.builder()
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .build()
                .createParser(in);
        parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(options.separator()));
        List<String> header = row();
        this.columns = header == null ? List.of() : header;
        checkColumns();
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        List<String> row = row();
        return row == null ? null : record(Place.line(line), row);
    }

    @Override
    public long position() {
        return stored.position();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private SourceRecord record(Place place, List<String> row) throws IOException {
        if (row.size() > columns.size()) {
            return new SourceRecord.Unusable(
                    place,
                    "the row has " + row.size() + " fields, the header has " + columns.size()
                            + "; quote a field that has the separator in it");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                String column = columns.get(i);
                FieldType type = options.types().getOrDefault(column, FieldType.STRING);
                json.writeFieldName(column);
                if (!type.write(json, row.get(i))) {
                    return new SourceRecord.Unusable(place, column + " is '" + row.get(i) + "', which is no " + type);
                }
            }
            json.writeEndObject();
        }
        return new SourceRecord.Usable(place, Message.of(body.toByteArray()));
    }

    private @Nullable List<String> row() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return null;
            }
            List<String> fields = new ArrayList<>();
            token = parser.nextToken();
            // That of the row itself would be the line before, where the last one ended.
            line = parser.currentTokenLocation().getLineNr();
            for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                fields.add(parser.getText());
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw broken(e.getOriginalMessage().lines().findFirst().orElse(""), e);
        } catch (CharConversionException e) {
            throw broken("it is not UTF-8; convert it first, as with iconv", e);
        }
    }

    private SourceException broken(String what, IOException cause) {
        return new SourceException(
                "'" + stored.name() + "' is broken after line " + line + ": " + what
                        + "; mend the file and push it again",
                cause);
    }

    private void checkColumns() throws SourceException {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isBlank() || !seen.add(column)) {
                throw new SourceException(
                        "'" + stored.name() + "': the header names "
                                + (column.isBlank() ? "a column with nothing" : "'" + column + "' twice")
                                + "; give each column a name of its own",
                        null);
            }
        }
        Set<String> unknown = new TreeSet<>(options.types().keySet());
        unknown.removeAll(seen);
        if (!unknown.isEmpty() && !columns.isEmpty()) {
            throw new SourceException(
                    "'" + stored.name() + "': --types names " + unknown + ", the header has " + columns, null);
        }
    }
}
