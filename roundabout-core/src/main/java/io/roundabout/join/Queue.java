package io.roundabout.join;

import java.util.ArrayDeque;

/**
 * An input of mode {@code one}: first in, first out. Messages of earlier turns are read from the state one by one as they
 * are used; those of this turn stay in memory until the group is flushed, so that what is used within the turn never
 * touches the state.
 */
final class Queue implements Side {
    private final Place place;
    private final ArrayDeque<HeldMessage> fresh = new ArrayDeque<>(2);
    private long first;
    private final long next;

    /**
     * Opens the queue.
     *
     * @param first sequence of its first message in the state
     * @param next sequence after its last message in the state
     */
    Queue(Place place, long first, long next) {
        this.place = place;
        this.first = first;
        this.next = next;
    }

    @Override
    public long completions() {
        return next - first + fresh.size();
    }

    @Override
    public Arrival add(HeldMessage message, long owed) {
        fresh.addLast(message);
        return Arrival.ADDED;
    }

    @Override
    public HeldMessage use() {
        HeldMessage message = take();
        place.left(message);
        return message;
    }

    private HeldMessage take() {
        if (first == next) {
            return fresh.removeFirst();
        }
        HeldMessage message = place.read(first);
        place.remove(first);
        first++;
        return message;
    }

    @Override
    public GroupHead.Waiting flush() {
        long sequence = next;
        for (HeldMessage message : fresh) {
            place.write(sequence++, message);
        }
        return new GroupHead.Waiting(place.stream(), first, sequence);
    }
}
