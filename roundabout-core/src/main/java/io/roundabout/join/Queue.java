package io.roundabout.join;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An input of mode {@code one}: first in, first out. The oldest stands in front. */
final class Queue implements Side {
    private final WaitingLine line;

    /** Opens the queue. */
    Queue(WaitingLine line) {
        this.line = line;
    }

    @Override
    public long completions() {
        return line.count();
    }

    @Override
    public boolean isConsumed() {
        return true;
    }

    @Override
    public Arrival add(HeldMessage message, long owed) {
        line.add(message);
        return Arrival.ADDED;
    }

    @Override
    public HeldMessage[] front() {
        return line.count() == 0 ? NOTHING : new HeldMessage[] {line.peek()};
    }

    @Override
    public HeldMessage[] use() {
        return line.count() == 0 ? NOTHING : new HeldMessage[] {line.take()};
    }

    @Override
    public int takeEach(Consumer<HeldMessage> taker) {
        int count = line.count() == 0 ? 0 : 1;
        if (count > 0) {
            taker.accept(line.take());
        }
        return count;
    }

    @Override
    public Expired expire(long sequence) {
        return expire(line, sequence);
    }

    /** What stands before it came before it and is due as well, even if it came when there was no deadline yet. */
    static Expired expire(WaitingLine line, long sequence) {
        List<HeldMessage> expired = new ArrayList<>(1);
        while (line.holds(sequence)) {
            expired.add(line.take());
        }
        return new Expired(expired.toArray(NOTHING), false);
    }

    @Override
    public boolean holds(long sequence) {
        return line.holds(sequence);
    }

    @Override
    public long takeReadBytes() {
        return line.takeReadBytes();
    }

    @Override
    public GroupHead.Waiting flush() {
        return line.flush();
    }
}
