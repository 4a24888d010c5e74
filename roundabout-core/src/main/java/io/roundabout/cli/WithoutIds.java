package io.roundabout.cli;

import io.roundabout.connector.Source;
import io.roundabout.connector.SourceReader;
import io.roundabout.connector.SourceRecord;
import io.roundabout.vehicle.Message;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A source whose messages have no ids of their own.
 *
 * @param source what is read
 */
record WithoutIds(Source source) implements Source {
    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Optional<String> identity() throws IOException {
        return source.identity();
    }

    @Override
    public OptionalLong size() {
        return source.size();
    }

    @Override
    public SourceReader open() throws IOException {
        SourceReader reader = source.open();
        return new SourceReader() {
            @Override
            public @Nullable SourceRecord next() throws IOException {
                SourceRecord record = reader.next();
                return record instanceof SourceRecord.Usable usable ? withoutId(usable) : record;
            }

            @Override
            public long position() {
                return reader.position();
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    private static SourceRecord withoutId(SourceRecord.Usable usable) {
        Message message = usable.message();
        return new SourceRecord.Usable(
                usable.place(), new Message(message.body(), message.key(), Optional.empty(), message.type()));
    }
}
