package io.roundabout.join;

import org.jspecify.annotations.Nullable;

/** An input of mode {@code latest}: one message that stays in force until the next replaces it, always in the same row. */
final class Newest implements Side {
    private static final long SEQUENCE = 0;

    private final Place place;
    private boolean present;
    private boolean identified;
    private boolean replaced;
    private @Nullable HeldMessage message;

    /** Opens the input; whether the state has its message, and that an id, is known from the group's head row. */
    Newest(Place place, GroupHead.Waiting waiting) {
        this.place = place;
        this.present = waiting.count() > 0;
        this.identified = waiting.identified();
    }

    @Override
    public boolean isEmpty() {
        return !present;
    }

    @Override
    public Arrival add(HeldMessage arrived) {
        Arrival arrival = present ? Arrival.REPLACED : Arrival.ADDED;
        if (present && identified) {
            place.left(use());
        }
        message = arrived;
        present = true;
        identified = arrived.id() != null;
        replaced = true;
        return arrival;
    }

    @Override
    public HeldMessage use() {
        if (message == null) {
            message = place.read(SEQUENCE);
        }
        return message;
    }

    @Override
    public GroupHead.Waiting flush() {
        if (replaced && message != null) {
            place.write(SEQUENCE, message);
        }
        return new GroupHead.Waiting(place.stream(), SEQUENCE, SEQUENCE + (present ? 1 : 0), identified);
    }
}
