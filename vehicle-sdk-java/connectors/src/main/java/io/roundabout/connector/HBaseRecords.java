package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.roundabout.vehicle.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.ResultScanner;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.util.Bytes;
import org.jspecify.annotations.Nullable;

/** Reads rows, each as an object: {@code row} is its key, {@code family:qualifier} each value. Holds one page of them. */
final class HBaseRecords implements SourceReader {
    private static final JsonFactory JSON = new JsonFactory();

    /** The hub takes 256 bytes, of which a time needs at most 20. */
    private static final int LONGEST_KEY_IN_ID = 200;

    private final HBaseAddress address;
    private final Connection connection;
    private final Table table;
    private final ResultScanner rows;
    private long bytes;

    HBaseRecords(HBaseAddress address, Connection connection, Table table, ResultScanner rows) {
        this.address = address;
        this.connection = connection;
        this.table = table;
        this.rows = rows;
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        Result row;
        try {
            row = rows.next();
        } catch (IOException e) {
            throw HBaseSource.failure(address, e);
        }
        return row == null ? null : record(row);
    }

    @Override
    public long position() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        rows.close();
        table.close();
        connection.close();
    }

    private SourceRecord record(Result row) throws IOException {
        bytes += Result.getTotalSizeOfCells(row);
        Place place = Place.row(Bytes.toStringBinary(row.getRow()));
        try {
            return new SourceRecord.Usable(place, Message.of(body(row)).withId(id(row)));
        } catch (NotJsonException e) {
            return new SourceRecord.Unusable(place, SourceException.firstLine(e));
        }
    }

    private byte[] body(Result row) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("row", value("the key", row.getRow()));
            for (Cell cell : row.rawCells()) {
                String column = Bytes.toString(CellUtil.cloneFamily(cell)) + ":"
                        + text("a column's name", CellUtil.cloneQualifier(cell));
                json.writeStringField(column, value(column, CellUtil.cloneValue(cell)));
            }
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private String value(String what, byte[] value) throws NotJsonException {
        return address.range().bytes() == HBaseAddress.Bytes.BASE64
                ? Base64.getEncoder().encodeToString(value)
                : text(what, value);
    }

    /** Control characters do not stand in text that people wrote, but in numbers as bytes: 42 as eight of them is UTF-8 too. */
    private static String text(String what, byte[] value) throws NotJsonException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            if (text.chars().noneMatch(c -> Character.isISOControl(c) && "\t\r\n".indexOf(c) < 0)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            throw binary(what);
        }
        throw binary(what);
    }

    private static NotJsonException binary(String what) {
        return new NotJsonException(
                what + " is bytes, not text; push with binary=base64, or choose others with columns=");
    }

    private static String id(Result row) {
        long newest = 0;
        for (Cell cell : row.rawCells()) {
            newest = Math.max(newest, cell.getTimestamp());
        }
        String key = Bytes.toStringBinary(row.getRow());
        return (key.length() > LONGEST_KEY_IN_ID ? digest(row.getRow()) : key) + "@" + newest;
    }

    private static String digest(byte[] key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
