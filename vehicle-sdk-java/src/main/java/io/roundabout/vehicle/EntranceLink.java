package io.roundabout.vehicle;

import io.roundabout.vehicle.Undecided.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session at the entrance that outlives its connections: what was not decided when one is lost is sent again on the next,
 * behind the number the hub names. Thread-safe.
 */
final class EntranceLink implements AutoCloseable {
    /** Codes of {@code -close} after which coming back later helps. */
    private static final Set<String> PASSING = Set.of("too-many", "idle", "slow", "busy", "internal", "shutting-down");

    private static final int BATCH = 512;

    /** For the greeting of a vehicle that comes back; the SDK for Python waits as long. */
    private static final Duration LEAST_ANSWERING = Duration.ofSeconds(30);

    private final VehicleSettings settings;
    private final Undecided undecided;
    private final Consumer<RefusedMessage> onRefused;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Backoff backoff =
            new Backoff(most -> ThreadLocalRandom.current().nextLong(most + 1));
    private final EarlierRefusals earlier = new EarlierRefusals();
    private final long continuedAfter;
    private final int longestLine;
    private final int longestPut;
    private final int window;
    private long decidedAtLastLoss;
    private volatile EntranceConnection connection;

    /**
     * Connects in the calling thread, so that a wrong address is known at once.
     *
     * @param onRefused told of each refused message once, on the reading thread
     * @throws HubUnreachableException if the hub cannot be reached; it is tried once
     * @throws HubClosedException if the hub does not let this vehicle in
     */
    EntranceLink(VehicleSettings settings, Consumer<RefusedMessage> onRefused) {
        this.settings = settings;
        this.onRefused = onRefused;
        this.undecided =
                new Undecided(settings.bounds().messages(), settings.bounds().bytes());
        EntranceConnection first = open(0, settings.patience().connect());
        this.continuedAfter = first.greeting().last();
        this.longestLine = first.greeting().maxLine();
        this.longestPut = first.greeting().maxPut();
        this.window = first.greeting().window();
        this.connection = first;
        undecided.continueAfter(continuedAfter);
    }

    /** Starts the threads that send and read. */
    void start() {
        begin(connection);
        Thread sender = new Thread(this::send, "roundabout-vehicle-sender");
        sender.setDaemon(true);
        sender.start();
    }

    /** Returns the number of the session's last message the hub had decided before this link was made. */
    long continuedAfter() {
        return continuedAfter;
    }

    /** Returns what of the session was refused before this link was made, once the hub has said it. */
    List<RefusedMessage> refusedBefore() throws InterruptedException {
        return earlier.await(settings.patience().connect());
    }

    Undecided undecided() {
        return undecided;
    }

    /** Returns {@code message} as it will be written. */
    FramedMessage framed(String stream, Message message) {
        if (message.body().length > longestPut) {
            throw new VehicleException(
                    "too-long",
                    "a message to " + stream + " has " + message.body().length + " B; this hub takes up to "
                            + longestPut + " B. Split it.");
        }
        return new FramedMessage(stream, WireWriter.head(message, longestLine), message.body());
    }

    /** Returns the uncommitted bytes after which the hub stops reading. */
    int window() {
        return window;
    }

    /** Takes leave of the hub. What is undecided stays undecided, and its receipts fail. */
    @Override
    public void close() {
        closing.countDown();
        undecided.fail(new VehicleException("closed", "the vehicle is closed"));
        EntranceConnection last = connection;
        last.close();
    }

    private void send() {
        try {
            while (!isClosing()) {
                sendUntilLost(connection);
                if (earlier.isComplete()) {
                    undecided.awaitAny();
                }
                if (!isClosing()) {
                    comeBack();
                }
            }
        } catch (VehicleException e) {
            undecided.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            undecided.fail(new VehicleException("interrupted", "the vehicle's sending thread was interrupted", e));
        }
    }

    private void sendUntilLost(EntranceConnection current) throws InterruptedException {
        @Nullable Entry[] batch = new @Nullable Entry[BATCH];
        try {
            while (!isClosing() && !current.isLost()) {
                int count = undecided.awaitBatch(batch);
                while (count > 0) {
                    current.write(batch, count);
                    count = undecided.pollBatch(batch);
                }
                current.flush();
            }
        } catch (IOException e) {
            // What was written is still undecided and is sent again; why the connection broke changes nothing.
            current.close();
        }
    }

    private void comeBack() throws InterruptedException {
        long decided = undecided.decided();
        if (decided > decidedAtLastLoss) {
            backoff.reset();
            decidedAtLastLoss = decided;
        }
        long end = System.nanoTime() + settings.patience().reconnect().toNanos();
        throwUnlessPassing(connection);
        while (!closing.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                resume(open(undecided.decided(), longer(settings.patience().connect())));
                return;
            } catch (HubUnreachableException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            } catch (HubClosedException e) {
                if (!PASSING.contains(e.code()) || System.nanoTime() - end > 0) {
                    throw e;
                }
            }
        }
    }

    private static void throwUnlessPassing(EntranceConnection lost) {
        lost.farewell().filter(close -> !PASSING.contains(close.code())).ifPresent(close -> {
            throw new HubClosedException(close.code(), close.text());
        });
    }

    private void resume(EntranceConnection next) {
        long last = next.greeting().last();
        long decided = undecided.decided();
        if (last < decided) {
            next.close();
            throw new HubClosedException(
                    "session-gone", "the hub acknowledged message " + decided + " and now remembers only " + last);
        }
        long sent = undecided.resendAfter(last);
        if (last > sent) {
            next.close();
            throw new HubClosedException(
                    "session-taken",
                    "message " + last + " was pushed by another vehicle in session '" + settings.session()
                            + "'; this one had sent " + sent + ". Give each vehicle a session of its own.");
        }
        connection = next;
        if (isClosing()) {
            next.close();
        }
        begin(next);
    }

    /** Refusals that the hub repeats come before the answer to this. */
    private void begin(EntranceConnection next) {
        earlier.begin();
        try {
            next.write(WireWriter.SYNC);
            next.flush();
        } catch (IOException e) {
            next.close();
        }
        next.read(this::onAnswer, undecided::nudge);
    }

    private static Duration longer(Duration connecting) {
        return connecting.compareTo(LEAST_ANSWERING) < 0 ? LEAST_ANSWERING : connecting;
    }

    private EntranceConnection open(long decided, Duration answering) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("vehicle", settings.name());
        options.put("session", settings.session());
        // Where the connection before was lost too early, the hub is to tell all of them again.
        options.put("known", Long.toString(earlier.isComplete() ? decided : 0));
        if (decided > 0) {
            options.put("resume", Long.toString(decided));
        }
        options.put("ack", "receipts");
        return EntranceConnection.open(
                settings.hub(), settings.patience().connect(), answering, WireWriter.hello(options));
    }

    private void onAnswer(HubAnswer answer) {
        if (answer instanceof HubAnswer.Ok ok) {
            undecided.decideUpTo(ok.number());
        } else if (answer instanceof HubAnswer.Sync sync) {
            undecided.decideUpTo(sync.number());
            earlier.complete();
        } else if (answer instanceof HubAnswer.Err err) {
            refuse(err);
        } else if (answer instanceof HubAnswer.Notice notice && notice.name().equals("dup")) {
            markDuplicate(notice.text());
        }
    }

    private void refuse(HubAnswer.Err err) {
        if (err.number() <= continuedAfter) {
            earlier.add(err);
            return;
        }
        Entry entry = undecided.find(err.number());
        // A line that was cut off with its connection is not decided: its number is not used up and it is sent again.
        if (entry == null || err.code().equals("partial-line")) {
            return;
        }
        RefusedMessage refused = new RefusedMessage(entry.stream(err.number()), err.number(), err.code(), err.text());
        if (entry.receipt.completeExceptionally(new MessageRefusedException(refused))) {
            onRefused.accept(refused);
        }
    }

    private void markDuplicate(String number) {
        Entry entry = undecided.find(Long.parseLong(number));
        if (entry != null) {
            entry.duplicates++;
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
