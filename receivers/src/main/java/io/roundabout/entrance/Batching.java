package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a connection does from {@code !begin} to {@code !end}; docs/decisions/0007. Confined to the event loop. */
final class Batching {
    private final EntranceLoop entrance;
    private final String vehicle;
    private final Session session;
    private final Receipts receipts;
    private @Nullable OpenBatch open;

    Batching(EntranceLoop entrance, String vehicle, Session session, Receipts receipts) {
        this.entrance = entrance;
        this.vehicle = vehicle;
        this.session = session;
        this.receipts = receipts;
    }

    /** Returns the batch that is open, if one is. */
    @Nullable
    OpenBatch open() {
        return open;
    }

    /** Returns the number of the last message that came, in the batch or before it. */
    long last() {
        return open == null ? session.framed() : open.last();
    }

    /** Tells whether a body need not be read, because the batch would be too large with it or is void. */
    boolean isTooSmallFor(long bodyBytes) {
        return open != null && open.isTooSmallFor(bodyBytes);
    }

    /** Refuses a command that has no place in a batch. */
    void forbid(String command) {
        if (open != null) {
            throw new BadCommandException(command + " inside a batch; end it first");
        }
    }

    void begin(String id) {
        forbid("!begin");
        OpenBatches batches = entrance.ledger().batches();
        open = new OpenBatch(session.framed(), id, entrance.settings().batch(), batches);
        batches.add(open);
    }

    /** Takes a message of the batch as one that is refused. */
    void refuse(Defect defect, StreamDoor door, Span message) {
        Optional<Refusal> first = opened("a message").refuse(defect, door, message);
        if (first.isPresent()) {
            receipts.refused(first.get());
            entrance.gaveRoom();
        }
    }

    void end(OptionalLong counted) {
        OpenBatch ended = opened("!end");
        Optional<Defect> defect = ended.defect(counted);
        if (ended.isEmpty() && defect.isPresent()) {
            // There is no message whose refusal could tell.
            throw new BadCommandException(defect.get().text());
        }
        finish(ended, defect);
    }

    void abort() {
        OpenBatch aborted = opened("!abort");
        finish(aborted, Optional.of(aborted.unended("it was aborted.")));
    }

    /** Tells that the batch was not ended: as on a lost connection none of its numbers is used up. */
    void abandon() {
        if (open != null && !open.isEmpty()) {
            Defect defect = open.unended("there was no !end. Send it again, from its !begin.");
            receipts.refused(new Refusal(open.last(), defect.code(), defect.text()));
        }
        drop();
    }

    /** Lets go of the batch. */
    void drop() {
        if (open != null) {
            entrance.ledger().batches().remove(open);
            open = null;
            entrance.gaveRoom();
        }
    }

    /** Puts the batch into the cut as a whole, or nothing of it but that its numbers are decided. */
    private void finish(OpenBatch ended, Optional<Defect> defect) {
        drop();
        if (ended.isEmpty()) {
            return;
        }
        if (defect.isPresent()) {
            receipts.refused(entrance.cut().refusedBatch(session, ended, defect.get(), vehicle));
        } else {
            entrance.cut().batch(session, ended);
        }
        entrance.framed();
    }

    private OpenBatch opened(String command) {
        if (open == null) {
            throw new BadCommandException(command + " without !begin");
        }
        return open;
    }
}
