package io.roundabout.gate;

import org.jspecify.annotations.Nullable;

/**
 * A message the gate has read, ready to be sent. Ordered by the turn that made it and its place in that turn, over all
 * lanes of its output. Confined to the gate's event loop.
 */
final class HeldMessage implements Comparable<HeldMessage> {
    private final int partition;
    private final long number;
    private final Place place;
    private final @Nullable String key;
    private final byte[] bareMessage;
    private int attempts;
    private boolean delivered;

    HeldMessage(int partition, long number, Place place, @Nullable String key, byte[] bareMessage) {
        this.partition = partition;
        this.number = number;
        this.place = place;
        this.key = key;
        this.bareMessage = bareMessage;
    }

    /**
     * When a message was made.
     *
     * @param epoch its turn
     * @param position its place in the order of arrival within that
     * @param createdMillis hub time of the turn
     */
    record Place(long epoch, int position, long createdMillis) {}

    int partition() {
        return partition;
    }

    long number() {
        return number;
    }

    long epoch() {
        return place.epoch();
    }

    long createdMillis() {
        return place.createdMillis();
    }

    @Nullable
    String key() {
        return key;
    }

    /** Returns the sections from the properties on, encoded; the same at each delivery. */
    byte[] bareMessage() {
        return bareMessage;
    }

    int attempts() {
        return attempts;
    }

    void countAttempts(int more) {
        attempts += more;
    }

    boolean isDelivered() {
        return delivered;
    }

    void markDelivered() {
        delivered = true;
    }

    @Override
    public int compareTo(HeldMessage other) {
        int order = Long.compare(place.epoch(), other.place.epoch());
        if (order == 0) {
            order = Integer.compare(place.position(), other.place.position());
        }
        if (order == 0) {
            order = Integer.compare(partition, other.partition);
        }
        return order == 0 ? Long.compare(number, other.number) : order;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
