package io.roundabout.connector;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hbase.DoNotRetryIOException;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.TableNotFoundException;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.RetriesExhaustedWithDetailsException;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.regionserver.NoSuchColumnFamilyException;
import org.apache.hadoop.hbase.security.AccessDeniedException;

/**
 * Rows of an HBase table: {@code hbase://QUORUM[:PORT]/TABLE[?family=f&row=/place]}.
 *
 * <p>The time of a cell is that of the message, so that one that is delivered again writes the same cells, and an older one
 * never hides a newer one.
 */
final class HBaseTarget implements Target {
    private static final List<String> OPTIONS = List.of("family", "row");

    private final HBaseTable table;
    private final TargetOptions options;

    private HBaseTarget(HBaseTable table, TargetOptions options) {
        this.table = table;
        this.options = options;
    }

    /** Returns the target, having loaded what it needs of the HBase client. */
    static HBaseTarget of(String text, TargetOptions options) throws SourceException {
        HBaseTable table = HBaseTable.parse(text, OPTIONS);
        HBaseServers.checkName(table);
        return new HBaseTarget(table, options);
    }

    @Override
    public String name() {
        return table.text();
    }

    @Override
    public TargetWriter open() throws IOException {
        HBaseRow row = new HBaseRow(
                Optional.of(table.option("row"))
                        .filter(place -> !place.isEmpty())
                        .map(HBaseTarget::place),
                table.option("family"),
                options);
        Connection connection = null;
        try {
            connection = HBaseServers.connect(table, options.environment());
            Table rows = connection.getTable(TableName.valueOf(table.name()));
            // Says at once that it is not there, not with the first commit.
            rows.getDescriptor();
            return new HBaseTargetWriter(table, connection, rows, row);
        } catch (IOException e) {
            if (connection != null) {
                connection.close();
            }
            throw failure(table, e);
        }
    }

    /** Returns what HBase says, as a person needs it. */
    static TargetException failure(HBaseTable table, IOException cause) {
        if (cause instanceof SourceException told) {
            return new TargetException(String.valueOf(told.getMessage()), told);
        }
        Throwable first = cause instanceof RetriesExhaustedWithDetailsException many && many.getNumExceptions() > 0
                ? many.getCause(0)
                : cause;
        String name = "'" + table.text() + "': ";
        for (Throwable part = first; part != null; part = part.getCause()) {
            if (part instanceof TableNotFoundException) {
                return new TargetException(
                        name + "there is no table '" + table.name() + "'; see 'list' of hbase shell", cause);
            }
            if (part instanceof NoSuchColumnFamilyException) {
                return new TargetException(
                        name + "the table has no such column family: " + SourceException.firstLine(part), cause);
            }
            if (part instanceof AccessDeniedException) {
                return new TargetException(
                        name + "you may not write to it; ask for the permission W on the table", cause);
            }
        }
        boolean refused = first instanceof DoNotRetryIOException;
        return new TargetException(
                name + (refused ? "HBase refuses it: " : "HBase does not answer: ")
                        + HadoopSettings.trouble(first)
                        + ". What was not committed stays held: run it again" + (refused ? "" : " once HBase is up"),
                cause);
    }

    private static Column place(String text) {
        return Column.parse("row=" + text);
    }
}
