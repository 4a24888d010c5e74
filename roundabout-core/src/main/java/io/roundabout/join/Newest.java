package io.roundabout.join;

import java.util.function.Consumer;
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
    private boolean used;
    private long entry;
    private boolean replaced;
    private @Nullable HeldMessage message;
    private long readBytes;

    /** Opens the input; whether the state has its message, and that an id, is known from the group's head row. */
    Newest(Place place, GroupHead.Waiting waiting, Pins pins) {
        this.place = place;
        this.pins = pins;
        this.present = waiting.count() > 0;
        this.identified = waiting.latest().identified();
        this.used = waiting.latest().used();
        this.entry = waiting.latest().entry();
    }

    @Override
    public long completions() {
        return present ? Long.MAX_VALUE : 0;
    }

    @Override
    public boolean isConsumed() {
        return false;
    }

    @Override
    public Arrival add(HeldMessage arrived, long owed) {
        if (owed > pins.uses()) {
            pins.add(inForce(), owed - pins.uses());
        }
        Arrival arrival = present ? Arrival.REPLACED : Arrival.ADDED;
        if (present) {
            letGo();
        }
        message = arrived;
        present = true;
        identified = arrived.id() != null;
        used = false;
        replaced = true;
        return arrival;
    }

    private void letGo() {
        if (identified) {
            place.left(inForce());
        }
        place.withdraw(entry);
        entry = HeldMessage.NO_ENTRY;
    }

    @Override
    public HeldMessage[] front() {
        return present ? new HeldMessage[] {inForce()} : NOTHING;
    }

    @Override
    public HeldMessage[] use() {
        if (pins.uses() > 0) {
            return new HeldMessage[] {pins.use()};
        }
        used = present;
        return front();
    }

    @Override
    public int takeEach(Consumer<HeldMessage> taker) {
        throw new IllegalStateException("a latest is not consumed");
    }

    @Override
    public Expired expire(long sequence) {
        HeldMessage expired = inForce();
        letGo();
        place.remove(SEQUENCE);
        present = false;
        message = null;
        replaced = false;
        return new Expired(new HeldMessage[] {expired}, used);
    }

    @Override
    public boolean holds(long sequence) {
        return present;
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
            entry = place.replace(SEQUENCE, message);
        }
        pins.flush();
        if (!present) {
            return new GroupHead.Waiting(place.stream(), SEQUENCE, SEQUENCE);
        }
        boolean usedInTime = used && entry != HeldMessage.NO_ENTRY;
        return new GroupHead.Waiting(
                place.stream(), SEQUENCE, SEQUENCE + 1, new GroupHead.Latest(identified, usedInTime, entry));
    }
}
