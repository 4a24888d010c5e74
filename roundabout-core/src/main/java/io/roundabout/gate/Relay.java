package io.roundabout.gate;

import io.roundabout.outbox.BrokerAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what an output has and sends it on to a broker; what the broker decides is done as if a receiver at the gate had. A
 * broker that is away, or takes nothing now, is tried again for ever. Confined to the gate's event loop.
 *
 * <pre>
 *   waiting --dial--> dialling --let in--> sending --told to leave, all decided--> over
 *      ^-----------------'-------lost--------'
 * </pre>
 */
final class Relay implements Collector, BrokerLink.Owner {
    /** Messages that may be with the broker and not decided: all that can be in doubt, and what a broker must recognise. */
    static final int WINDOW = 1_000;

    /** Their size together from which on no more is sent, in bytes. */
    static final long WINDOW_BYTES = 8 << 20;

    /** How long one that leaves waits for what is with the broker. */
    static final Duration LEAVING = Duration.ofMillis(800);

    /** How often it looks whether the broker takes what it is sent. */
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final int MOST_DETAIL = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final String name;
    private final BrokerAddress broker;
    private final RelayParts parts;
    private final RelayCounts counts;
    private final RelayBackoff dials;
    private final RelayBackoff rests;
    private final Set<HeldMessage> sent = new LinkedHashSet<>();
    private @Nullable BrokerLink link;
    private @Nullable Output output;
    private Runnable cancel = () -> {};
    private Runnable cancelLook = () -> {};
    private @Nullable Runnable whenLeft;
    private volatile String problem = "";
    private long bytes;
    private boolean resting;
    private boolean gaveBack;

    /**
     * Creates it; it begins with {@link #start}.
     *
     * @param name name of the output
     * @param broker where its messages go
     */
    Relay(String name, BrokerAddress broker, RelayParts parts, RelayCounts counts) {
        this.name = name;
        this.broker = broker;
        this.parts = parts;
        this.counts = counts;
        dials = new RelayBackoff(parts.random());
        rests = new RelayBackoff(parts.random());
    }

    BrokerAddress broker() {
        return broker;
    }

    /** Begins to come to the broker. */
    void start() {
        cancel = parts.dialer().dial(name, broker, this);
    }

    /** Sends no more; says when what the broker has is decided, or was waited for long enough. It is told once. */
    void leave(Runnable left) {
        whenLeft = left;
        cancel.run();
        cancel = () -> {};
        if (link == null || sent.isEmpty()) {
            end();
        } else {
            cancel = parts.later().after(LEAVING, this::end);
        }
    }

    private void end() {
        cancel.run();
        if (link != null) {
            link.close();
        }
        giveBack();
        Runnable left = whenLeft;
        whenLeft = () -> {};
        if (left != null) {
            left.run();
        }
    }

    @Override
    public void onOpen(BrokerLink opened) {
        link = opened;
        LOG.info("Relay '{}': connected to {}", name, broker);
        problem = "";
        Output from = parts.outputs().at(name);
        output = from;
        from.attach(this);
        cancelLook = parts.later().after(LOOK, this::look);
    }

    /** A broker that is full often says nothing, and only gives no credit. */
    private void look() {
        if (link != null && link.credit() == 0 && sent.isEmpty() && !resting) {
            complain("it asks for no messages (no credit), as a broker that is full does");
        } else if (!gaveBack && !problem.isEmpty()) {
            problem = "";
            LOG.info("Relay '{}': {} takes messages again", name, broker);
        }
        gaveBack = false;
        cancelLook = parts.later().after(LOOK, this::look);
    }

    @Override
    public void onRoom() {
        if (output != null) {
            output.wake();
        }
    }

    @Override
    public void onFate(HeldMessage message, Disposal disposal, String detail) {
        Output from = output;
        if (from == null || !sent.remove(message)) {
            return;
        }
        letGo(message);
        switch (disposal) {
            case ACCEPTED -> {
                from.accept(message, null);
                dials.reset();
                rests.reset();
            }
            case REJECTED -> from.reject(message, cut(detail), null);
            case MODIFIED -> {
                from.fail(message, null);
                rest(detail);
            }
            case RELEASED -> {
                from.release(message);
                rest(detail);
            }
        }
        if (whenLeft != null && sent.isEmpty()) {
            end();
        } else {
            from.wake();
        }
    }

    /** Sends nothing for a while: what the broker gives back would else be with it again at once. */
    private void rest(String detail) {
        gaveBack = true;
        if (resting) {
            return;
        }
        resting = true;
        complain("it gives messages back" + (detail.isEmpty() ? "" : ": " + cut(detail)));
        parts.later().after(rests.next(), () -> {
            resting = false;
            onRoom();
        });
    }

    private static String cut(String detail) {
        return detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL);
    }

    @Override
    public void onLost(String why) {
        complain(cut(why));
        giveBack();
        if (whenLeft != null) {
            end();
        } else {
            cancel = parts.later().after(dials.next(), this::start);
        }
    }

    /** Whoever comes to the broker next sends again what it had; it may have some of it, by the same ids. */
    private void giveBack() {
        cancelLook.run();
        link = null;
        Output from = output;
        output = null;
        if (from != null) {
            counts.doubtful(sent.size());
            for (HeldMessage message : List.copyOf(sent)) {
                letGo(message);
                from.release(message);
            }
            sent.clear();
            from.detach(this);
        }
    }

    private void complain(String text) {
        if (text.equals(problem)) {
            LOG.debug("Relay '{}' to {}: {}", name, broker, text);
        } else {
            problem = text;
            LOG.warn("Relay '{}' to {}: {}. It is tried again; what waits is kept.", name, broker, text);
        }
    }

    /** Returns what is wrong, for people; empty if nothing is. May be called by any thread. */
    Optional<String> notice() {
        String text = problem;
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "relay '" + name + "' to " + broker + ": " + text + ". It is tried again; what waits is kept.");
    }

    RelayFigures figures() {
        return counts.figures(link != null);
    }

    @Override
    public boolean canTake() {
        return link != null && output != null && whenLeft == null && !resting && !isFull() && link.canSend();
    }

    @Override
    public boolean isFull() {
        return sent.size() >= WINDOW
                || bytes >= WINDOW_BYTES
                || (output != null && !parts.unsettled().hasRoom(bytes, output));
    }

    /** What is too large for the broker is taken all the same, since no other relay will ever come for it. */
    @Override
    public boolean fits(HeldMessage message) {
        return true;
    }

    @Override
    public void deliver(HeldMessage message) {
        Output from = output;
        BrokerLink to = link;
        if (from == null || to == null) {
            throw new IllegalStateException("relay '" + name + "' has no link");
        }
        String id = from.idOf(message);
        OptionalLong most = to.mostBytes();
        long size = RelayedForm.size(message, id);
        if (most.isPresent() && size > most.getAsLong()) {
            from.reject(message, size + " B; the broker takes messages of " + most.getAsLong() + " B", null);
            return;
        }
        sent.add(message);
        bytes += message.bareMessage().length;
        parts.unsettled().take(message.bareMessage().length);
        counts.sent();
        to.send(message, id);
    }

    private void letGo(HeldMessage message) {
        bytes -= message.bareMessage().length;
        parts.unsettled().give(message.bareMessage().length);
    }

    @Override
    public long drainsUpTo() {
        return Long.MIN_VALUE;
    }

    @Override
    public Attached attached() {
        return new Attached("relay", broker.toString(), link == null ? 0 : link.credit(), sent.size());
    }

    @Override
    public void onDrained() {
        throw new IllegalStateException("a relay does not drain");
    }
}
