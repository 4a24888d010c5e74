package io.roundabout.entrance;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One sender at the {@link SideDoor}: what it pushed waits here for room, is framed as its own session, and heard of when it
 * is decided. Confined to the event loop; {@link Line} is its thread-safe end.
 */
final class WholeSender implements SessionHolder, Held {
    private final EntranceLoop entrance;
    private final PushListener listener;
    private final Session session;
    private final Intake intake;
    private final CurrentDoor door;
    private final Deque<PushedMessage> waiting = new ArrayDeque<>();
    private final Span span = new Span();

    /** Refused, in order of number, and not told yet. */
    private final List<Refusal> refusals = new ArrayList<>();

    private boolean stopping;
    private boolean leaving;
    private boolean over;

    private WholeSender(EntranceLoop entrance, String stream, String vehicle, PushListener listener) {
        this.entrance = entrance;
        this.listener = listener;
        this.session = entrance.sessions().anonymous(this);
        this.intake = new Intake(entrance, session, vehicle);
        this.door = new CurrentDoor(entrance.doors(), stream);
    }

    /** Lets a sender in; returns its end of the line. May be called by any thread. */
    static Pusher enter(EntranceLoop entrance, Executor loop, String stream, String vehicle, PushListener listener) {
        Line line = new Line(loop);
        line.onLoop(() -> {
            WholeSender sender = new WholeSender(entrance, stream, vehicle, listener);
            line.sender = sender;
            entrance.add(sender);
        });
        return line;
    }

    /** Hands over to the event loop. What is handed over after that has ended is not answered, so that it is sent again. */
    private static final class Line implements Pusher {
        private final Executor loop;

        /** Set on the event loop, before anything that is handed over. */
        private @Nullable WholeSender sender;

        Line(Executor loop) {
            this.loop = loop;
        }

        @Override
        public void push(List<PushedMessage> messages) {
            List<PushedMessage> pushed = List.copyOf(messages);
            onLoop(() -> sender().pushed(pushed));
        }

        @Override
        public void leave() {
            onLoop(() -> sender().leave());
        }

        private WholeSender sender() {
            WholeSender entered = sender;
            if (entered == null) {
                throw new IllegalStateException("pushed before it entered");
            }
            return entered;
        }

        private void onLoop(Runnable task) {
            try {
                loop.execute(task);
            } catch (RejectedExecutionException e) {
                // The entrance is closed: nothing is decided any more.
            }
        }
    }

    private void pushed(List<PushedMessage> messages) {
        if (over || stopping) {
            return;
        }
        messages.forEach(message -> {
            waiting.add(message);
            entrance.ledger().chargeInside(message.bytes());
        });
        run();
    }

    @Override
    public void run() {
        while (!waiting.isEmpty()) {
            if (entrance.holds().of(door.name()) != null) {
                entrance.holds().await(this);
                return;
            }
            if (!entrance.ledger().hasRoom(session, null)) {
                entrance.hold(this);
                return;
            }
            PushedMessage next = waiting.remove();
            entrance.ledger().chargeInside(-next.bytes());
            frame(next);
        }
        endIfLeft();
    }

    private void frame(PushedMessage message) {
        StreamDoor to = door.get();
        span.set(message.body(), 0, message.body().length);
        entrance.check()
                .pushed(message, span, to)
                .ifPresentOrElse(defect -> refusals.add(intake.refuse(defect, to, span)), () -> intake.take(to, span));
    }

    private void leave() {
        leaving = true;
        endIfLeft();
    }

    private void endIfLeft() {
        if (leaving && !over && waiting.isEmpty() && session.decided() == session.framed()) {
            end();
        }
    }

    @Override
    public void decided(LateAnswers late) {
        refusals.addAll(late.refusals());
        listener.decided(session.decided(), refusalsUpTo(session.decided()));
        endIfLeft();
    }

    private List<Refusal> refusalsUpTo(long last) {
        if (refusals.isEmpty()) {
            return List.of();
        }
        refusals.sort(Comparator.comparingLong(Refusal::number));
        List<Refusal> told =
                refusals.stream().filter(refusal -> refusal.number() <= last).toList();
        refusals.removeIf(refusal -> refusal.number() <= last);
        return told;
    }

    /** Hears that the entrance stops: what is not framed is not taken, what is will be decided. */
    void drain() {
        stopping = true;
        leaving = true;
        dropWaiting();
        endIfLeft();
    }

    @Override
    public void close(RefusalCode code, String text) {
        if (!over) {
            end();
            listener.givenUp(text);
        }
    }

    private void end() {
        over = true;
        dropWaiting();
        entrance.sessions().leave(session);
        entrance.remove(this);
    }

    private void dropWaiting() {
        waiting.forEach(message -> entrance.ledger().chargeInside(-message.bytes()));
        waiting.clear();
    }
}
