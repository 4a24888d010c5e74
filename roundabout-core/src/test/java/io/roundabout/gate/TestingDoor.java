package io.roundabout.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import io.roundabout.entrance.Defect;
import io.roundabout.entrance.PushLimits;
import io.roundabout.entrance.PushListener;
import io.roundabout.entrance.PushedMessage;
import io.roundabout.entrance.Pusher;
import io.roundabout.entrance.SideDoor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entrance in memory: commits what is pushed at once, or when it is told to; refuses what has a defect, and bodies that
 * begin with "bad". Thread-safe.
 */
final class TestingDoor implements SideDoor {
    private final PushLimits limits;
    private final List<Sender> senders = new ArrayList<>();
    private boolean deciding = true;

    TestingDoor() {
        this(new PushLimits(1 << 20, 16 << 20, 32 << 20, Duration.ofSeconds(30)));
    }

    TestingDoor(PushLimits limits) {
        this.limits = limits;
    }

    /** Decides nothing from now on, until {@link #decideAll}. */
    synchronized void holdDecisions() {
        deciding = false;
    }

    /** Decides everything, and what comes later as it comes. */
    synchronized void decideAll() {
        deciding = true;
        senders.forEach(Sender::decide);
    }

    /** Decides the next messages of the sender that came first. */
    synchronized void decide(int messages) {
        Sender sender = senders.get(0);
        sender.decide(sender.told + messages);
    }

    /** Gives up everything that is undecided. */
    synchronized void giveUp() {
        senders.forEach(sender -> sender.listener.givenUp("it was not stored"));
    }

    /** Returns what was pushed, in order. */
    synchronized List<PushedMessage> pushed() {
        return senders.stream().flatMap(sender -> sender.messages.stream()).toList();
    }

    /** Returns the bodies of what was pushed, as text, in order. */
    List<String> bodies() {
        return pushed().stream()
                .map(message -> new String(message.body(), UTF_8))
                .toList();
    }

    /** Returns who came: streams and vehicles. */
    synchronized Stream<String> visitors() {
        return List.copyOf(senders).stream().map(sender -> sender.stream + " " + sender.vehicle);
    }

    /** Returns how many of those who came have left. */
    synchronized long left() {
        return senders.stream().filter(sender -> sender.left).count();
    }

    @Override
    public PushLimits limits() {
        return limits;
    }

    @Override
    public Optional<String> refusal(String stream) {
        return stream.startsWith("no-")
                ? Optional.of("stream '" + stream + "' is not declared; nearest: orders")
                : Optional.empty();
    }

    @Override
    public synchronized Pusher enter(String stream, String vehicle, PushListener listener) {
        Sender sender = new Sender(stream, vehicle, listener);
        senders.add(sender);
        return sender;
    }

    private final class Sender implements Pusher {
        private final String stream;
        private final String vehicle;
        private final PushListener listener;
        private final List<PushedMessage> messages = new ArrayList<>();
        private int told;
        private boolean left;

        Sender(String stream, String vehicle, PushListener listener) {
            this.stream = stream;
            this.vehicle = vehicle;
            this.listener = listener;
        }

        @Override
        public void push(List<PushedMessage> more) {
            synchronized (TestingDoor.this) {
                messages.addAll(more);
                if (deciding) {
                    decide();
                }
            }
        }

        private void decide() {
            decide(messages.size());
        }

        private void decide(int last) {
            List<Refusal> refusals = new ArrayList<>();
            for (int i = told; i < last; i++) {
                PushedMessage message = messages.get(i);
                Defect defect = message.defect();
                if (defect != null) {
                    refusals.add(new Refusal(i + 1, defect.code(), defect.text()));
                } else if (new String(message.body(), UTF_8).startsWith("bad")) {
                    refusals.add(new Refusal(i + 1, RefusalCode.SCHEMA, "it is bad"));
                }
            }
            told = last;
            listener.decided(last, refusals);
        }

        @Override
        public void leave() {
            synchronized (TestingDoor.this) {
                left = true;
            }
        }
    }
}
