package io.roundabout.entrance;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the hub wants nothing more of, until it holds less or has more disk, and which senders wait for that. Confined to the
 * event loop.
 */
final class Holds {
    private final Set<Held> waiting = new LinkedHashSet<>();
    private Set<String> full = Set.of();
    private boolean disk;

    /** Hears which streams hold as much as they may; all others go on. */
    void full(Set<String> streams) {
        if (!full.equals(streams)) {
            full = Set.copyOf(streams);
            goOn();
        }
    }

    /** Hears whether the disk is nearly full. */
    void disk(boolean nearlyFull) {
        if (disk != nearlyFull) {
            disk = nearlyFull;
            goOn();
        }
    }

    /** Returns why nothing more is read of a connection in this phase, or null if it is. */
    @Nullable
    Hold of(Phase phase) {
        if (!disk && full.isEmpty()) {
            return null;
        }
        String stream = phase.nextStream();
        return stream == null ? null : of(stream);
    }

    /** Returns why nothing more is taken for a stream, or null if it is. */
    @Nullable
    Hold of(String stream) {
        if (disk) {
            return Hold.DISK;
        }
        return full.contains(stream) ? Hold.quota(stream) : null;
    }

    /** Lets a sender wait until something changes. */
    void await(Held sender) {
        waiting.add(sender);
    }

    void remove(Held sender) {
        waiting.remove(sender);
    }

    private void goOn() {
        List<Held> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Held::run);
    }
}
