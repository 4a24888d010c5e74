package io.roundabout.join;

import java.util.function.Consumer;

/** An input of mode {@code all}: every message since the last completion stands in front. */
final class Gathered implements Side {
    private final WaitingLine line;

    /** Opens the input. */
    Gathered(WaitingLine line) {
        this.line = line;
    }

    @Override
    public long completions() {
        return line.count() == 0 ? 0 : 1;
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
        return line.peekAll().toArray(NOTHING);
    }

    @Override
    public HeldMessage[] use() {
        HeldMessage[] all = new HeldMessage[Math.toIntExact(line.count())];
        for (int i = 0; i < all.length; i++) {
            all[i] = line.take();
        }
        return all;
    }

    @Override
    public long listBytes(long most) {
        return line.bytes(most);
    }

    @Override
    public void forgetRead() {
        line.forgetRead();
    }

    @Override
    public int takeEach(Consumer<HeldMessage> taker) {
        int count = Math.toIntExact(line.count());
        for (int i = 0; i < count; i++) {
            taker.accept(line.take());
        }
        return count;
    }

    @Override
    public Expired expire(long sequence) {
        return Queue.expire(line, sequence);
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
