package io.roundabout.join;

import org.jspecify.annotations.Nullable;

/**
 * An input of mode {@code latest}: one message that stays in force until the next replaces it, always in the same row. What
 * is replaced while completions with it are owed is pinned for them.
 */
final class Newest implements Side {
    private static final long SEQUENCE = 0;

    private final Place place;
    private final Pins pins;
    private boolean present;
    private boolean identified;
    private boolean replaced;
    private @Nullable HeldMessage message;
    private long readBytes;

    /** Opens the input; whether the state has its message, and that an id, is known from the group's head row. */
    Newest(Place place, GroupHead.Waiting waiting, Pins pins) {
        this.place = place;
        this.pins = pins;
        this.present = waiting.count() > 0;
        this.identified = waiting.identified();
    }

    @Override
    public long completions() {
        return present ? Long.MAX_VALUE : 0;
    }

    @Override
    public Arrival add(HeldMessage arrived, long owed) {
        if (owed > pins.uses()) {
            pins.add(inForce(), owed - pins.uses());
        }
        Arrival arrival = present ? Arrival.REPLACED : Arrival.ADDED;
        if (present && identified) {
            place.left(inForce());
        }
        message = arrived;
        present = true;
        identified = arrived.id() != null;
        replaced = true;
        return arrival;
    }

    @Override
    public HeldMessage use() {
        return pins.uses() > 0 ? pins.use() : inForce();
    }

    private HeldMessage inForce() {
        if (message == null) {
            message = place.read(SEQUENCE);
            readBytes += message.body().length;
        }
        return message;
    }

    @Override
    public long takeReadBytes() {
        long bytes = readBytes + pins.takeReadBytes();
        readBytes = 0;
        return bytes;
    }

    @Override
    public GroupHead.Waiting flush() {
        if (replaced && message != null) {
            place.write(SEQUENCE, message);
        }
        pins.flush();
        return new GroupHead.Waiting(place.stream(), SEQUENCE, SEQUENCE + (present ? 1 : 0), identified);
    }
}
