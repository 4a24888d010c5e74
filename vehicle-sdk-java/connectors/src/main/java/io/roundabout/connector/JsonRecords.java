package io.roundabout.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.roundabout.vehicle.Message;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads the objects of an array, or objects one after the other, each as the bytes it is. Holds one object at a time. */
final class JsonRecords implements SourceReader {
    /** What is too long is for the hub to say; memory is bounded by what is recorded. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final NamedStream stored;
    private final Recording recording;
    private final JsonParser parser;
    private Place place = Place.line(1);
    private boolean inArray;

    JsonRecords(NamedStream stored, InputStream in) throws IOException {
        this.stored = stored;
        this.recording = new Recording(in);
        this.parser = JSON.createParser(recording);
        if (parser.currentLocation().getByteOffset() < 0) {
            throw new SourceException("'" + stored.name() + "' is not UTF-8; convert it first, as with iconv", null);
        }
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        try {
            return read();
        } catch (JsonProcessingException e) {
            throw new SourceException(
                    "'" + stored.name() + "' is broken at line "
                            + e.getLocation().getLineNr() + ": "
                            + e.getOriginalMessage()
                                    .lines()
                                    .findFirst()
                                    .orElse("")
                                    // What Jackson does not show it says so at length.
                                    .replaceFirst(" \\(start marker at .*", "")
                            + "; mend the file and push it again",
                    e);
        } catch (Recording.TooLongException e) {
            throw new SourceException(
                    "'" + stored.name() + "': the object at " + place
                            + " is longer than 64 MiB, the most that the hub takes; is it an array"
                            + " of objects?",
                    e);
        } catch (CharConversionException e) {
            throw SourceException.broken(stored.name(), "JSON", e);
        }
    }

    @Override
    public long position() {
        return stored.position();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private @Nullable SourceRecord read() throws IOException {
        JsonToken token = parser.nextToken();
        while (token == (inArray ? JsonToken.END_ARRAY : JsonToken.START_ARRAY)) {
            inArray = !inArray;
            token = parser.nextToken();
        }
        if (token == null) {
            return null;
        }
        place = Place.line(parser.currentTokenLocation().getLineNr());
        long start = parser.currentTokenLocation().getByteOffset();
        recording.forget(start);
        parser.skipChildren();
        long end = parser.currentLocation().getByteOffset();
        if (token != JsonToken.START_OBJECT) {
            return new SourceRecord.Unusable(place, "this is no JSON object");
        }
        return new SourceRecord.Usable(place, Message.of(recording.take(start, end)));
    }
}
