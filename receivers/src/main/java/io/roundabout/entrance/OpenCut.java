package io.roundabout.entrance;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cut that is being gathered. One object serves one cut after the other: {@link #close} takes what was gathered and
 * starts the next. Confined to the event loop.
 */
final class OpenCut {
    /** At this size a cut takes no more, in bytes; with one more body or batch of 16 MiB it holds about 32 MiB. */
    static final int FULL_BYTES = 16 << 20;

    /** Indexes of streams have 16 bits in a slice. */
    static final int MOST_STREAMS = 65_535;

    /** What a refusal, a session or a stream costs in a manifest, about, in bytes. */
    private static final int ROW_BYTES = 256;

    private final Partitions partitions;
    private final List<SliceWriter> slices = new ArrayList<>();
    private final Map<String, Integer> streams = new LinkedHashMap<>();
    private final List<CutPart> parts = new ArrayList<>();
    private final List<BatchRange> batches = new ArrayList<>();
    private Numbering numbering = new Numbering();
    private long number = 1;
    private long arrivedMicros;
    private boolean identified;
    private int messages;
    private int bytes;

    OpenCut(Partitions partitions) {
        this.partitions = partitions;
        for (int i = 0; i < partitions.count(); i++) {
            slices.add(new SliceWriter());
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    boolean isFull() {
        return bytes >= FULL_BYTES || streams.size() == MOST_STREAMS;
    }

    /** Tells whether it takes a batch as a whole. Beside what fills it, as beside a long body, there is room for one. */
    boolean takes(OpenBatch batch) {
        return isEmpty() || (!isFull() && streams.size() + batch.streams() < MOST_STREAMS);
    }

    /** What it counts against {@code entrance.memory}. */
    int bytes() {
        return bytes;
    }

    /** Adds the next message of a session. */
    void message(Session session, StreamDoor door, Envelope envelope, Span body) {
        SliceWriter slice = slices.get(partition(session, envelope));
        int before = slice.size();
        int run = numbering.add(messages, session, session.framed() + 1);
        slice.message(messages++, index(door), envelope, id(session, envelope), body);
        count(session, slice.size() - before + run);
    }

    /** Adds the next message of a session as one that was refused, and returns the refusal. */
    Refusal refused(Session session, Defect defect) {
        Refusal refusal = new Refusal(session.framed() + 1, defect.code(), Answers.oneLine(defect.text()));
        count(session, ROW_BYTES + 2 * refusal.text().length());
        part(session).refused(refusal);
        return refusal;
    }

    /** Sets the message that was just refused aside. */
    void setAside(Session session, StreamDoor door, Defect defect, Span body, String vehicle) {
        boolean cut = defect.code() == RefusalCode.BAD_UTF8 || defect.code() == RefusalCode.TOO_LONG;
        byte[] kept = body.copy(cut ? LineDecoder.KEPT_OF_SKIPPED : Integer.MAX_VALUE);
        boolean truncated = defect.code() == RefusalCode.TOO_LONG || kept.length < body.length();
        RefusedMessage.Kept what = defect.json() ? RefusedMessage.Kept.JSON : RefusedMessage.Kept.WHOLE;
        SliceWriter slice = slices.get(session.partition());
        int before = slice.size();
        slice.refused(new RefusedMessage(
                messages++,
                index(door),
                defect.code(),
                Answers.oneLine(defect.text()),
                vehicle,
                truncated ? RefusedMessage.Kept.BEGINNING : what,
                kept));
        charge(session, slice.size() - before);
    }

    /** Adds all messages of a batch. */
    void batch(Session session, OpenBatch batch) {
        int first = messages;
        batch.messages().forEach(held -> message(session, held.door(), held.envelope(), held.body()));
        // One message alone is a batch only to what its id may refuse.
        if (messages - first > 1 || batch.messages().get(0).envelope().id != null) {
            batches.add(new BatchRange(first, messages - 1, part(session).index(), session.framed()));
        }
    }

    /** Counts the numbers of a batch of which nothing is taken, and returns why as the refusal of its last message. */
    Refusal refusedBatch(Session session, OpenBatch batch, Defect defect, String vehicle) {
        long last = batch.last();
        batch.culprit().ifPresent(culprit -> {
            pass(session, culprit.number() - 1);
            refused(session, culprit.defect());
            Span body = culprit.body();
            if (body != null) {
                setAside(session, culprit.door(), culprit.defect(), body, vehicle);
            }
        });
        pass(session, last);
        Refusal refusal = new Refusal(last, defect.code(), Answers.oneLine(defect.text()));
        charge(session, ROW_BYTES + 2 * refusal.text().length());
        part(session).refused(refusal);
        return refusal;
    }

    /** Takes what was gathered. */
    ClosedCut close() {
        List<SessionRange> ranges = new ArrayList<>(parts.size());
        for (CutPart part : parts) {
            Session session = part.session();
            session.leftOpenCut();
            ranges.add(part.range());
            if (session.isResumable()) {
                slices.get(session.partition()).session(part.progress());
            }
        }
        List<byte[]> taken = slices.stream().map(SliceWriter::take).toList();
        List<Integer> lengths = taken.stream().map(slice -> slice.length).toList();
        CutManifest manifest = new CutManifest(
                number, ranges, List.copyOf(streams.keySet()), identified, batches, messages, lengths, arrivedMicros);
        ClosedCut closed = new ClosedCut(new Cut(manifest, taken), List.copyOf(parts), numbering, bytes);
        number++;
        identified = false;
        numbering = new Numbering();
        messages = 0;
        bytes = 0;
        streams.clear();
        batches.clear();
        parts.clear();
        return closed;
    }

    private @Nullable DuplicateId id(Session session, Envelope envelope) {
        if (envelope.id == null) {
            return null;
        }
        identified = true;
        return new DuplicateId(envelope.id, part(session).index(), session.framed() + 1);
    }

    private int partition(Session session, Envelope envelope) {
        if (envelope.key != null) {
            return partitions.of(envelope.key);
        }
        return envelope.id != null ? partitions.of(envelope.id) : session.partition();
    }

    private int index(StreamDoor door) {
        if (door.indexedInCut != number) {
            door.index = streams.computeIfAbsent(door.name(), name -> {
                bytes += ROW_BYTES;
                return streams.size();
            });
            door.indexedInCut = number;
        }
        return door.index;
    }

    /** Counts messages up to number {@code last} of which nothing is kept. */
    private void pass(Session session, long last) {
        CutPart part = part(session);
        while (session.framed() < last) {
            part.add(session.frame());
        }
    }

    private void count(Session session, int moreBytes) {
        part(session).add(session.frame());
        charge(session, moreBytes);
    }

    private void charge(Session session, int moreBytes) {
        bytes += moreBytes;
        session.charge(moreBytes);
    }

    private CutPart part(Session session) {
        CutPart part = session.openPart();
        if (part == null) {
            if (parts.isEmpty()) {
                arrivedMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            }
            part = session.enterOpenCut(parts.size());
            parts.add(part);
            charge(session, ROW_BYTES);
        }
        return part;
    }
}
