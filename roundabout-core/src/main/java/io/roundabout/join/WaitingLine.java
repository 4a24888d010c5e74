package io.roundabout.join;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of an input that wait, first in, first out. Those of earlier turns are read from the state as they are needed;
 * those of this turn stay in memory until the group is flushed, so that what is used within the turn never touches the
 * state. Confined to the turn.
 */
final class WaitingLine {
    private final Place place;

    /** Those of earlier turns that were looked at and still wait; null until one is, which for most groups is never. */
    private @Nullable ArrayDeque<HeldMessage> seen;

    private final ArrayDeque<HeldMessage> fresh = new ArrayDeque<>(2);
    private long first;
    private final long next;
    private long readBytes;

    /** Opens the line; which messages the state has is known from the group's head row. */
    WaitingLine(Place place, GroupHead.Waiting waiting) {
        this.place = place;
        this.first = waiting.first();
        this.next = waiting.next();
    }

    long count() {
        return next - first + fresh.size();
    }

    void add(HeldMessage message) {
        fresh.addLast(message);
    }

    /** Returns whether the message that stands at {@code sequence} in the state waits. */
    boolean holds(long sequence) {
        return first <= sequence && sequence < next;
    }

    /** Returns the oldest; there must be one. */
    HeldMessage peek() {
        if (first == next) {
            return fresh.getFirst();
        }
        return seen == null || seen.isEmpty() ? see(first) : seen.getFirst();
    }

    /** Returns all, oldest first. */
    List<HeldMessage> peekAll() {
        List<HeldMessage> all = seen == null ? new ArrayList<>() : new ArrayList<>(seen);
        for (long sequence = first + all.size(); sequence < next; sequence++) {
            all.add(see(sequence));
        }
        all.addAll(fresh);
        return all;
    }

    /** Returns the bytes of all bodies; no more are read once it is more than {@code most}. */
    long bytes(long most) {
        long bytes = 0;
        for (HeldMessage message : fresh) {
            bytes += message.body().length;
        }
        int looked = 0;
        if (seen != null) {
            looked = seen.size();
            for (HeldMessage message : seen) {
                bytes += message.body().length;
            }
        }
        for (long sequence = first + looked; sequence < next && bytes <= most; sequence++) {
            bytes += see(sequence).body().length;
        }
        return bytes;
    }

    /** Forgets what was read; what is needed is read again. */
    void forgetRead() {
        seen = null;
    }

    private HeldMessage see(long sequence) {
        HeldMessage message = place.read(sequence);
        readBytes += message.body().length;
        seen = seen == null ? new ArrayDeque<>() : seen;
        seen.addLast(message);
        return message;
    }

    /** Takes the oldest away; there must be one. */
    HeldMessage take() {
        HeldMessage message = takeFirst();
        place.left(message);
        return message;
    }

    private HeldMessage takeFirst() {
        if (first == next) {
            return fresh.removeFirst();
        }
        HeldMessage message = seen == null || seen.isEmpty() ? place.read(first) : seen.removeFirst();
        place.remove(first);
        first++;
        return message;
    }

    long takeReadBytes() {
        long bytes = readBytes;
        readBytes = 0;
        return bytes;
    }

    GroupHead.Waiting flush() {
        long sequence = next;
        for (HeldMessage message : fresh) {
            place.write(sequence++, message);
        }
        return new GroupHead.Waiting(place.stream(), first, sequence);
    }
}
