package io.roundabout.vehicle;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A script's way to the hub: it leaves messages, and collects results whenever they are there.
 *
 * <pre>{@code
 * try (Vehicle vehicle = Vehicle.to("localhost").name("crm").build()) {
 *     vehicle.push("customers", "{\"id\":\"c42\",\"name\":\"Ada\"}");
 *     vehicle.flush(Duration.ofSeconds(30));
 *     try (Collecting messages = vehicle.take("enriched", 10)) {
 *         for (CollectedMessage message : messages) {
 *             System.out.println(message.key().orElse("") + " " + message.text());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing is connected before it is used: pushing needs only the entrance, collecting only the AMQP port. Messages are
 * numbered 1, 2, 3 … in the order they are pushed. A lost connection is made again with back-off and jitter, and what the
 * hub had not decided is sent again by session, so that nothing is lost and nothing doubled.
 *
 * <p>Thread-safe; messages of several threads are numbered in the order their pushes began to be taken. What it returns for
 * collecting is not: use each {@link Collecting} or {@link Receiver} by one thread at a time.
 */
public final class Vehicle implements AutoCloseable {
    private final VehicleSettings settings;
    private final Refusals refusals = new Refusals();
    private final Object entering = new Object();
    private final Set<MessageSource> sources = new HashSet<>();
    private volatile @Nullable EntranceLink link;
    private volatile String knownStream = "";
    private volatile @Nullable VehicleException thrown;
    private volatile boolean closed;

    Vehicle(VehicleSettings settings) {
        this.settings = settings;
    }

    /** Returns a builder of vehicles that go to the hub on {@code host}. */
    public static VehicleBuilder to(String host) {
        return new VehicleBuilder(host);
    }

    /**
     * Pushes text, most often one JSON object.
     *
     * @see #push(String, Message)
     */
    public CompletableFuture<Receipt> push(String stream, String text) {
        return push(stream, Message.of(text));
    }

    /**
     * Pushes bytes.
     *
     * @see #push(String, Message)
     */
    public CompletableFuture<Receipt> push(String stream, byte[] body) {
        return push(stream, Message.of(body));
    }

    /**
     * Takes a message to be sent, and blocks while too many are undecided ({@link VehicleBuilder#bufferMessages}, {@link
     * VehicleBuilder#bufferBytes}). It is kept once the receipt is there.
     *
     * @param stream name of the stream
     * @param message what to push; its bytes must not change before the receipt is there
     * @return completes when the hub has decided: with a receipt, or exceptionally with {@link MessageRefusedException}, or
     *     with what made the vehicle fail. Completed on the reading thread: what hangs on it must be short
     * @throws IllegalArgumentException if {@code stream} is no name of a stream
     * @throws HubUnreachableException if the first connection fails, or a lost one could not be made again in time
     * @throws HubClosedException if the hub does not let this vehicle in
     * @throws VehicleException with code {@code too-long} if the hub would not take so large a message; with {@code
     *     interrupted} if the thread is interrupted while it waits for room. The message was not taken then
     */
    public CompletableFuture<Receipt> push(String stream, Message message) {
        checkName(stream);
        EntranceLink entered = enter();
        return take(entered, Undecided.Entry.of(entered.framed(stream, message)));
    }

    /**
     * Begins a batch: messages that become visible together when it is {@linkplain Batch#commit committed}, or none of them.
     * Connects if it has not.
     *
     * @throws HubUnreachableException if the first connection fails
     * @throws HubClosedException if the hub does not let this vehicle in
     */
    public Batch batch() {
        return new Batch(this, enter());
    }

    /**
     * Returns the number of the session's last message that the hub had decided before this vehicle came: 0 in a new
     * session. A vehicle that resumes continues with what follows it. Connects if it has not.
     *
     * @throws HubUnreachableException if the first connection fails
     * @throws HubClosedException if the hub does not let this vehicle in
     */
    public long last() {
        return enter().continuedAfter();
    }

    /**
     * Returns what the hub had refused of the session's messages up to {@link #last()}: of the last 1,000 refusals those it
     * remembers, in the order of their numbers, without their streams. Empty in a new session. Connects if it has not.
     *
     * @throws HubUnreachableException if the first connection fails, or the hub does not answer in time
     * @throws HubClosedException if the hub does not let this vehicle in
     */
    public List<RefusedMessage> refusedBefore() {
        try {
            return enter().refusedBefore();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits until everything pushed before this call is committed.
     *
     * @param timeout how long to wait at most
     * @throws RefusedMessagesException once, listing what was refused since the last flush; the rest is committed
     * @throws TimedOutException if the hub has not decided everything in time; nothing is lost, flush again
     * @throws VehicleException what made the vehicle fail, if it has and messages are undecided
     */
    public void flush(Duration timeout) {
        EntranceLink entered = link;
        if (entered == null) {
            return;
        }
        try {
            long undecided = entered.undecided().awaitDecided(timeout.toNanos());
            if (undecided > 0) {
                throw new TimedOutException(
                        undecided,
                        undecided + " messages are not decided after " + timeout
                                + ". They are still being sent; flush again, or look at the hub's status.");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (VehicleException e) {
            thrown = e;
            throw e;
        }
        refusals.take().ifPresent(refused -> {
            throw refused;
        });
    }

    /**
     * Collects from an address for as long as the loop lasts, waiting for messages that are not there yet.
     *
     * @param address name of an output or mailbox, or {@code dead/NAME}
     * @throws HubUnreachableException if the AMQP port cannot be reached
     * @throws NotCollectableException if the hub refuses the address
     */
    public Collecting collect(String address) {
        return collect(address, Long.MAX_VALUE);
    }

    /**
     * As {@link #collect(String)}, until {@code limit} messages have been taken.
     *
     * @param limit most messages, at least 1
     */
    public Collecting collect(String address, long limit) {
        checkLimit(limit);
        return new Collecting(open(GateLink.Way.WAITING, address, limit), limit);
    }

    /**
     * Takes what is ready now, at most {@code limit} messages, and leaves: the loop ends when nothing more is ready.
     *
     * @param address as for {@link #collect}
     * @param limit most messages, at least 1. Up to 256 no more than these are kept from other collectors; above it some
     *     more may be for a moment, and are released
     */
    public Collecting take(String address, long limit) {
        checkLimit(limit);
        return new Collecting(open(GateLink.Way.DRAINING, address, limit), limit);
    }

    /**
     * Looks at what is held without taking anything; the loop ends when everything held has been seen.
     *
     * @param address as for {@link #collect}
     */
    public Collecting browse(String address) {
        return new Collecting(open(GateLink.Way.BROWSING, address, Long.MAX_VALUE), Long.MAX_VALUE);
    }

    /**
     * Collects from an address, and leaves it to the caller when to acknowledge: many messages together, by hand.
     *
     * @param address as for {@link #collect}
     * @throws HubUnreachableException if the AMQP port cannot be reached
     * @throws NotCollectableException if the hub refuses the address
     */
    public Receiver receiver(String address) {
        return receiver(address, Long.MAX_VALUE);
    }

    /**
     * As {@link #receiver(String)}, for no more than {@code limit} messages.
     *
     * @param limit most messages, at least 1; up to 256 no more than these are kept from other collectors
     */
    public Receiver receiver(String address, long limit) {
        checkLimit(limit);
        return new Receiver(open(GateLink.Way.DRAINING, address, limit), limit);
    }

    /**
     * Waits for the hub's decisions ({@link VehicleBuilder#closeTimeout}) and leaves. Everything collected and not
     * acknowledged is released. Closing again does nothing.
     *
     * @throws VehicleException as {@link #flush} does, where it has not been thrown before
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        openSources().forEach(MessageSource::close);
        VehicleException before = thrown;
        try {
            flush(settings.patience().close());
        } catch (VehicleException e) {
            // In try-with-resources the failure that ended the block must not come out a second time.
            if (e != before) {
                throw e;
            }
        } finally {
            EntranceLink entered = link;
            if (entered != null) {
                entered.close();
            }
        }
    }

    private EntranceLink enter() {
        EntranceLink entered = link;
        if (entered == null) {
            synchronized (entering) {
                entered = link;
                if (entered == null) {
                    throwIfClosed();
                    entered = new EntranceLink(settings, refusals::add);
                    entered.start();
                    link = entered;
                }
            }
        }
        return entered;
    }

    FramedMessage framed(EntranceLink entered, String stream, Message message) {
        checkName(stream);
        return entered.framed(stream, message);
    }

    /** Has an entry sent, and blocks while there is no room. */
    CompletableFuture<Receipt> take(EntranceLink entered, Undecided.Entry entry) {
        try {
            entered.undecided().add(entry);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (VehicleException e) {
            thrown = e;
            throw e;
        }
        return entry.receipt;
    }

    private MessageSource open(GateLink.Way way, String address, long limit) {
        throwIfClosed();
        MessageSource source = GateLink.open(settings, way, address, limit);
        synchronized (sources) {
            sources.removeIf(MessageSource::isClosed);
            sources.add(source);
        }
        return source;
    }

    private Set<MessageSource> openSources() {
        synchronized (sources) {
            return Set.copyOf(sources);
        }
    }

    private void checkName(String stream) {
        if (!stream.equals(knownStream)) {
            if (!WireWriter.isName(stream)) {
                throw new IllegalArgumentException(
                        "'" + stream + "' is no name of a stream: letters, digits, '_' and '-'"
                                + " in parts joined by '.', a letter first, at most 64 characters, not key, dead or jobs");
            }
            knownStream = stream;
        }
    }

    private static void checkLimit(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; it must be at least 1");
        }
    }

    private void throwIfClosed() {
        if (closed) {
            throw new VehicleException("closed", "the vehicle is closed");
        }
    }

    private static VehicleException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new VehicleException("interrupted", "interrupted while waiting for the hub", cause);
    }
}
