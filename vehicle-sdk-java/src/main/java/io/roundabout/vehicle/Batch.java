package io.roundabout.vehicle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Messages for any streams that become visible together, or none of them.
 *
 * <pre>{@code
 * try (Batch batch = vehicle.batch()) {
 *     batch.push("orders", "{\"order_id\":1,\"customer\":\"c42\"}");
 *     batch.push("customers", "{\"id\":\"c42\",\"name\":\"Ada\"}");
 *     batch.commit();
 * }
 * }</pre>
 *
 * <p>Nothing is sent before {@link #commit}; a batch that is closed without it leaves nothing. After a lost connection the
 * whole batch is sent again. Use it by one thread at a time.
 */
public final class Batch implements AutoCloseable {
    /** Most bytes of bodies, keys, ids and types in a batch, or the hub's window if that is less. Source: docs/wire.md. */
    public static final int MOST_BYTES = 16 << 20;

    /** Most messages of a batch. Source: docs/wire.md, "Batches". */
    public static final int MOST_MESSAGES = 100_000;

    private final Vehicle vehicle;
    private final EntranceLink link;
    private final List<FramedMessage> messages = new ArrayList<>();
    private final long mostBytes;
    private long bytes;
    private boolean ended;

    Batch(Vehicle vehicle, EntranceLink link) {
        this.vehicle = vehicle;
        this.link = link;
        this.mostBytes = Math.min(MOST_BYTES, link.window());
    }

    /**
     * Adds text, most often one JSON object.
     *
     * @see #push(String, Message)
     */
    public Batch push(String stream, String text) {
        return push(stream, Message.of(text));
    }

    /**
     * Adds bytes.
     *
     * @see #push(String, Message)
     */
    public Batch push(String stream, byte[] body) {
        return push(stream, Message.of(body));
    }

    /**
     * Adds a message.
     *
     * @param message its bytes must not change before the receipt of the batch is there
     * @return this batch
     * @throws IllegalArgumentException if {@code stream} is no name of a stream
     * @throws IllegalStateException if the batch was committed or closed
     * @throws VehicleException with code {@code too-long} if the hub would not take so large a message; with {@code
     *     batch-too-large} if the batch would have more than 100,000 messages, or 16 MiB (less if the hub's window is
     *     smaller) of bodies, keys, ids and types. The message was not added then
     */
    public Batch push(String stream, Message message) {
        throwIfEnded();
        FramedMessage framed = vehicle.framed(link, stream, message);
        long size =
                (long) message.body().length + length(message.key()) + length(message.id()) + length(message.type());
        if (messages.size() == MOST_MESSAGES || bytes + size > mostBytes) {
            throw new VehicleException(
                    "batch-too-large",
                    "a batch takes " + MOST_MESSAGES + " messages and " + mostBytes + " B; this one has "
                            + messages.size() + " messages of " + bytes + " B, and " + size
                            + " B more were pushed. Use smaller batches.");
        }
        messages.add(framed);
        bytes += size;
        return this;
    }

    /** Returns how many messages were added. */
    public int size() {
        return messages.size();
    }

    /**
     * Takes the batch to be sent as a whole, and blocks while too much is undecided, as {@link Vehicle#push(String, Message)}
     * does. {@link Vehicle#flush} waits for it, too.
     *
     * @return completes when the hub has decided: with a receipt that has the number and the stream of the last message, or
     *     exceptionally with {@link MessageRefusedException}, which names the message for which nothing was kept
     * @throws IllegalStateException if the batch is empty, or was committed or closed
     * @throws VehicleException as {@link Vehicle#push(String, Message)}; with {@code batch-too-large} if it has more messages
     *     than {@link VehicleBuilder#bufferMessages}. Nothing of it was taken then
     */
    public CompletableFuture<Receipt> commit() {
        throwIfEnded();
        if (messages.isEmpty()) {
            throw new IllegalStateException("the batch is empty");
        }
        CompletableFuture<Receipt> receipt = vehicle.take(link, Undecided.Entry.batch(messages));
        close();
        return receipt;
    }

    /** Lets go of the batch; nothing of it is sent if it was not committed. Closing again does nothing. */
    @Override
    public void close() {
        ended = true;
        messages.clear();
    }

    private void throwIfEnded() {
        if (ended) {
            throw new IllegalStateException(
                    "the batch was committed or closed; begin another one with vehicle.batch()");
        }
    }

    private static int length(Optional<String> option) {
        return option.map(text -> text.getBytes(StandardCharsets.UTF_8).length).orElse(0);
    }
}
