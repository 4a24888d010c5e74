package io.roundabout.gate;

import java.util.ArrayList;
import java.util.List;

/** A link that keeps what it is handed. */
final class TestingCollector implements Collector {
    private final List<HeldMessage> messages = new ArrayList<>();
    private final List<Boolean> redeliveries = new ArrayList<>();
    private int accepted;
    private int credit;
    private int fitting = Integer.MAX_VALUE;
    private boolean full;
    private long drainsUpTo = Long.MIN_VALUE;

    TestingCollector credit(int messages) {
        credit = messages;
        return this;
    }

    TestingCollector fitting(int bytes) {
        fitting = bytes;
        return this;
    }

    TestingCollector drain(Output output) {
        drainsUpTo = output.lastEpoch();
        output.wake();
        return this;
    }

    void fill() {
        full = true;
    }

    boolean isDrained() {
        return credit == 0 && drainsUpTo == Long.MIN_VALUE;
    }

    HeldMessage get(int index) {
        return messages.get(index);
    }

    /** Returns whether a message had been delivered before it was handed over. */
    boolean isRedelivery(int index) {
        return redeliveries.get(index);
    }

    int size() {
        return messages.size();
    }

    /** Returns whether the messages came in the order of their making. */
    boolean inOrder() {
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i - 1).compareTo(messages.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Accepts what it was handed and has not accepted yet. */
    void acceptAll(Output output) {
        while (accepted < messages.size()) {
            output.accept(messages.get(accepted++), null);
        }
    }

    /** Returns the bodies handed over, each of one character. */
    String bodies() {
        StringBuilder bodies = new StringBuilder();
        for (HeldMessage message : messages) {
            byte[] bytes = message.bareMessage();
            bodies.append((char) bytes[bytes.length - 1]);
        }
        return bodies.toString();
    }

    @Override
    public boolean canTake() {
        return credit > 0 && !full;
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public boolean fits(HeldMessage message) {
        return message.bareMessage().length <= fitting;
    }

    @Override
    public void deliver(HeldMessage message) {
        redeliveries.add(message.isDelivered());
        messages.add(message);
        credit--;
    }

    @Override
    public Attached attached() {
        return new Attached("testing", "link", 0, 0);
    }

    @Override
    public long drainsUpTo() {
        return drainsUpTo;
    }

    @Override
    public void onDrained() {
        credit = 0;
        drainsUpTo = Long.MIN_VALUE;
    }
}
