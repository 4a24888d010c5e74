package io.roundabout.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.entrance.BatchRange;
import io.roundabout.entrance.Cut;
import io.roundabout.entrance.CutManifest;
import io.roundabout.entrance.DoorCheck;
import io.roundabout.entrance.DuplicateId;
import io.roundabout.entrance.FramedMessage;
import io.roundabout.entrance.Partitions;
import io.roundabout.entrance.RefusedMessage;
import io.roundabout.entrance.SessionRange;
import io.roundabout.entrance.SliceWriter;
import io.roundabout.entrance.StreamCatalog;
import io.roundabout.entrance.StreamDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Frames one cut as an entrance does: by the door's own check, each message into the slice of its partition. Used once. */
final class Framing {
    private static final int SESSION = 0;

    private final StreamCatalog catalog;
    private final Partitions partitions;
    private final DoorCheck door = new DoorCheck();
    private final List<SliceWriter> slices;
    private final Map<String, Integer> streams = new LinkedHashMap<>();
    private final List<BatchRange> batches = new ArrayList<>();
    private int position;
    private long number;
    private boolean identified;

    Framing(StreamCatalog catalog, Partitions partitions) {
        this.catalog = catalog;
        this.partitions = partitions;
        this.slices = IntStream.range(0, partitions.count())
                .mapToObj(partition -> new SliceWriter())
                .toList();
    }

    /** Returns what the door says of a message. */
    static DoorCheck.Verdict check(DoorCheck door, StreamCatalog catalog, Given message) {
        return door.check(
                message.body(),
                message.key().map(key -> key.getBytes(UTF_8)).orElse(null),
                message.id().map(id -> id.getBytes(UTF_8)).orElse(null),
                definition(catalog, message));
    }

    boolean isEmpty() {
        return number == 0;
    }

    /** Frames what arrives at once. Of a batch with a refused message that one is set aside, and nothing is taken. */
    void add(Unit unit) {
        List<DoorCheck.Taken> taken = new ArrayList<>();
        for (Given message : unit.messages()) {
            number++;
            DoorCheck.Verdict verdict = check(door, catalog, message);
            if (verdict instanceof DoorCheck.Refused refused) {
                setAside(message, refused);
                return;
            }
            taken.add((DoorCheck.Taken) verdict);
        }
        int first = position;
        for (int i = 0; i < taken.size(); i++) {
            take(unit.messages().get(i), taken.get(i));
        }
        if (taken.size() > 1) {
            batches.add(new BatchRange(first, position - 1, SESSION, number));
        }
    }

    Cut cut() {
        List<byte[]> bytes = slices.stream().map(SliceWriter::take).toList();
        return new Cut(
                new CutManifest(
                        1,
                        List.of(new SessionRange("rehearsal", false, 1, number, List.of())),
                        List.copyOf(streams.keySet()),
                        identified,
                        batches,
                        position,
                        bytes.stream().map(slice -> slice.length).toList()),
                bytes);
    }

    private void take(Given message, DoorCheck.Taken taken) {
        byte @Nullable [] id = taken.id();
        identified |= id != null;
        slices.get(partitions.of(taken.key(), id, message.vehicle()))
                .message(new FramedMessage(
                        position++,
                        index(message.stream()),
                        taken.format(),
                        taken.key(),
                        id == null ? null : new DuplicateId(id, SESSION, number),
                        null,
                        null,
                        message.body()));
    }

    private void setAside(Given message, DoorCheck.Refused refused) {
        if (definition(catalog, message).setAside()) {
            slices.get(partitions.ofSession(message.vehicle()))
                    .refused(new RefusedMessage(
                            position++,
                            index(message.stream()),
                            refused.code(),
                            refused.text(),
                            message.vehicle(),
                            RefusedMessage.Kept.WHOLE,
                            message.body()));
        }
    }

    private int index(String stream) {
        return streams.computeIfAbsent(stream, name -> streams.size());
    }

    private static StreamDefinition definition(StreamCatalog catalog, Given message) {
        return catalog.find(message.stream())
                .orElseThrow(() -> new IllegalStateException("stream '" + message.stream() + "' is not declared"));
    }
}
