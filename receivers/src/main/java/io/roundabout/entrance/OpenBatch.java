package io.roundabout.entrance;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came since a connection's {@code !begin}: kept beside the cut, and put into it as a whole by {@code !end}. Its first
 * refused message makes it void: then it keeps that message alone, for its dead letter, and only counts what follows.
 * Confined to the event loop.
 */
final class OpenBatch {
    /** Streams in one batch, as in a cut: their indexes have 16 bits there. */
    static final int MOST_STREAMS = OpenCut.MOST_STREAMS;

    /** What a message takes here beside its bytes, about, in bytes. */
    private static final int MESSAGE_BYTES = 128;

    private final long before;
    private final String id;
    private final BatchLimits limits;
    private final OpenBatches batches;
    private final List<Held> messages = new ArrayList<>();
    private final Set<String> streams = new HashSet<>();
    private long count;
    private long limitedBytes;
    private int bytes;
    private @Nullable Culprit culprit;

    /** A message that is taken if the batch is. */
    record Held(StreamDoor door, Envelope envelope, Span body) {}

    /** The message that made the batch void, with its body if it is to be set aside. */
    record Culprit(
            StreamDoor door,
            long number,
            Defect defect,
            @Nullable Span body) {}

    /** Begins after message {@code before} of a session; {@code id} is what its vehicle calls it, perhaps empty. */
    OpenBatch(long before, String id, BatchLimits limits, OpenBatches batches) {
        this.before = before;
        this.id = id;
        this.limits = limits;
        this.batches = batches;
    }

    /** Returns the number of its last message, or of the one before it if it is empty. */
    long last() {
        return before + count;
    }

    long count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** What it counts against {@code entrance.memory}. */
    int bytes() {
        return bytes;
    }

    /** Returns how many streams it would bring to a cut. */
    int streams() {
        return streams.size();
    }

    /** Returns what is to be put into the cut; nothing if the batch is void. */
    List<Held> messages() {
        return messages;
    }

    Optional<Culprit> culprit() {
        return Optional.ofNullable(culprit);
    }

    /** Tells whether a body of this length would be beyond the limit, so that it need not be read. */
    boolean isTooSmallFor(long bodyBytes) {
        return culprit != null || limitedBytes + bodyBytes > limits.bytes();
    }

    /** Takes the next message; returns why it is refused if the batch grows too large by it. */
    Optional<Defect> add(StreamDoor door, Envelope envelope, int givenBytes, Span body) {
        if (culprit != null) {
            count++;
            return Optional.empty();
        }
        streams.add(door.name());
        limitedBytes += givenBytes + body.length();
        if (limitedBytes > limits.bytes() || count >= limits.messages() || streams.size() > MOST_STREAMS) {
            return Optional.of(tooLarge());
        }
        count++;
        Held held = new Held(door, envelope.copy(), body.copy());
        messages.add(held);
        charge(MESSAGE_BYTES + envelope.bytes() + body.length());
        return Optional.empty();
    }

    /** Takes the next message as one that is refused; returns the refusal if it is the first, which makes the batch void. */
    Optional<Refusal> refuse(Defect defect, StreamDoor door, Span body) {
        count++;
        if (culprit != null) {
            return Optional.empty();
        }
        messages.clear();
        streams.clear();
        batches.charge(-bytes);
        bytes = 0;
        // A message that is only one too many has nothing in it to be looked at.
        boolean setAside = door.setAside() && defect.code() != RefusalCode.BATCH_TOO_LARGE;
        if (setAside) {
            streams.add(door.name());
            charge(MESSAGE_BYTES + body.length());
        }
        culprit = new Culprit(door, last(), defect, setAside ? body.copy() : null);
        return Optional.of(new Refusal(last(), defect.code(), Answers.oneLine(defect.text())));
    }

    /** Returns why {@code !end} takes nothing of it, or empty if it takes all. */
    Optional<Defect> defect(OptionalLong counted) {
        if (culprit != null) {
            long number = culprit.number();
            return Optional.of(new Defect(
                    RefusalCode.BATCH_REFUSED, nothingTaken() + ": message " + number + " was refused. Correct it."));
        }
        if (counted.isPresent() && counted.getAsLong() != count) {
            return Optional.of(new Defect(
                    RefusalCode.BATCH_COUNT,
                    nothingTaken() + ": !end says " + counted.getAsLong() + " messages, but " + count + " came."));
        }
        return Optional.empty();
    }

    /** Returns what is told of a batch that ended otherwise than by {@code !end}. */
    Defect unended(String why) {
        return new Defect(RefusalCode.BATCH_REFUSED, nothingTaken() + ": " + why);
    }

    /** Returns the defect of the message that crosses the limit. */
    Defect tooLarge() {
        return new Defect(
                RefusalCode.BATCH_TOO_LARGE,
                "a batch has at most " + limits.bytes() + " B (entrance.max-batch) and " + limits.messages()
                        + " messages (entrance.max-batch-messages). Send smaller ones.");
    }

    private String nothingTaken() {
        return "nothing of batch " + (id.isEmpty() ? "" : "'" + Answers.quotable(id) + "' ") + "was taken";
    }

    private void charge(int more) {
        bytes += more;
        batches.charge(more);
    }
}
