package io.roundabout.gate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.roundabout.outbox.BrokerAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.engine.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a broker with one link on it: carries bytes between Netty and Proton-J, and keeps the deadlines. Confined to
 * the gate's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write or close that fails ends in channelInactive.
final class BrokerConnection extends ChannelInboundHandlerAdapter implements BrokerLink {
    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerConnection.class);

    /** A broker that says nothing for so long is lost; half of it is announced by Proton-J. */
    private static final int IDLE_MILLIS = 60_000;

    private static final int MAX_FRAME_BYTES = 64 << 10;
    private static final long SHORTEST_TICK_MILLIS = 250;
    private static final long CLOSING_MILLIS = 2_000;
    /** As at the gate's links: Proton-J goes over all that is queued for each write. */
    private static final int MOST_QUEUED = 256;

    private final BrokerAddress broker;
    private final Owner owner;
    private final GateFailure failure;
    private final Transport transport = Proton.transport();
    private final BrokerEndpoint endpoint;
    private Optional<RelayCredentials> credentials = Optional.empty();
    private @Nullable ChannelHandlerContext context;
    private boolean open;
    private boolean over;
    private boolean due;
    private boolean awaitsRoom;

    /**
     * Creates it; whoever adds it to a channel makes it begin.
     *
     * @param hubId container-id of the hub
     * @param output where the messages come from
     * @param failure stops the hub where what the owner does goes wrong
     */
    BrokerConnection(String hubId, String output, BrokerAddress broker, Owner owner, GateFailure failure) {
        this.broker = broker;
        this.owner = owner;
        this.failure = failure;
        this.endpoint = new BrokerEndpoint(hubId, output, broker);
    }

    /** Says who the hub is there. */
    void with(Optional<RelayCredentials> who) {
        credentials = who;
    }

    /** Returns whether it was lost or closed. */
    boolean isOver() {
        return over;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        if (over) {
            ctx.close();
            return;
        }
        transport.setMaxFrameSize(MAX_FRAME_BYTES);
        transport.setIdleTimeout(IDLE_MILLIS);
        transport.setEmitFlowEventOnSend(false);
        BrokerSasl.begin(transport, broker.host(), credentials, this::lose);
        transport.bind(endpoint.connection());
        endpoint.open();
        after(Duration.ofMillis(BrokerDialer.PATIENCE_MILLIS), () -> {
            if (!open) {
                lose("it did not let the relay in within " + BrokerDialer.PATIENCE_MILLIS / 1_000 + " s");
            }
        });
        tick();
        pumpSoon();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the connection is not active");
        }
        return context;
    }

    private void after(Duration delay, Runnable action) {
        context().executor().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (over) {
            return;
        }
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        long next = transport.tick(now);
        if (transport.getCondition() != null) {
            lose("it said nothing for " + IDLE_MILLIS / 1_000 + " s");
            return;
        }
        pumpSoon();
        long wait = next == 0 ? IDLE_MILLIS : next - now;
        after(Duration.ofMillis(Math.max(SHORTEST_TICK_MILLIS, wait)), this::tick);
    }

    // Whatever goes wrong in a broker's input concerns this connection only, but for what its owner does.
    @SuppressWarnings("IllegalCatch")
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            take(in);
        } catch (Throwable e) {
            LOGGER.debug("Connection to {} failed", broker, e);
            lose("what it sends is no AMQP 1.0");
        } finally {
            in.release();
        }
        pumpSoon();
    }

    private void take(ByteBuf in) throws TransportException {
        while (!over && in.isReadable()) {
            int room = transport.capacity();
            if (room <= 0) {
                return;
            }
            ByteBuffer tail = transport.tail();
            int limit = tail.limit();
            tail.limit(tail.position() + Math.min(Math.min(room, tail.remaining()), in.readableBytes()));
            in.readBytes(tail);
            tail.limit(limit);
            transport.process();
            endpoint.events(this::on);
            if (transport.getCondition() != null) {
                LOGGER.debug("Proton-J: {}", transport.getCondition());
                lose("what it sends is no AMQP 1.0");
            }
        }
    }

    private void on(Event event) {
        if (over) {
            return;
        }
        switch (event.getType()) {
            case LINK_REMOTE_OPEN -> {
                if (endpoint.isLetIn()) {
                    open = true;
                    tell(() -> owner.onOpen(this));
                }
            }
            case LINK_FLOW -> {
                endpoint.giveUpDrained();
                tell(owner::onRoom);
            }
            case DELIVERY ->
                endpoint.decided(event.getDelivery())
                        .ifPresent(it -> tell(() -> owner.onFate(
                                it.message(), it.fate().disposal(), it.fate().detail())));
            case LINK_REMOTE_CLOSE, LINK_REMOTE_DETACH, SESSION_REMOTE_CLOSE, CONNECTION_REMOTE_CLOSE ->
                lose(endpoint.farewell(open));
            default -> {
                // Proton-J also tells of what the relay did itself.
            }
        }
    }

    @SuppressWarnings("IllegalCatch") // Whatever it is, the output is no longer to be trusted.
    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            throw failure.stop("a message for " + broker + " could not be settled", e);
        }
    }

    @Override
    public int credit() {
        return endpoint.credit();
    }

    @Override
    public boolean canSend() {
        if (over || endpoint.credit() <= 0) {
            return false;
        }
        boolean room = endpoint.queued() < MOST_QUEUED && context().channel().isWritable();
        awaitsRoom |= !room;
        return room;
    }

    @Override
    public OptionalLong mostBytes() {
        return endpoint.mostBytes();
    }

    @Override
    public void send(HeldMessage message, String id) {
        endpoint.send(message, id);
        pumpSoon();
    }

    /** Writes what is due once for all that is done now. */
    private void pumpSoon() {
        if (!due && context != null) {
            due = true;
            context().executor().execute(this::pump);
        }
    }

    @SuppressWarnings("IllegalCatch") // A broken engine must not stop the loop.
    private void pump() {
        due = false;
        ChannelHandlerContext ctx = context();
        try {
            int pending = transport.pending();
            while (pending > 0 && ctx.channel().isWritable()) {
                ByteBuffer head = transport.head();
                int taken = head.remaining();
                ctx.write(ctx.alloc().buffer(taken).writeBytes(head));
                transport.pop(taken);
                pending = transport.pending();
            }
            if (pending < 0 || (over && pending == 0)) {
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
                return;
            }
            ctx.flush();
        } catch (RuntimeException e) {
            LOGGER.debug("Connection to {} could not be written", broker, e);
            lose("the connection failed (" + e + ")");
            ctx.close();
            return;
        }
        if (awaitsRoom
                && !over
                && endpoint.queued() < MOST_QUEUED / 2
                && ctx.channel().isWritable()) {
            awaitsRoom = false;
            tell(owner::onRoom);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        pumpSoon();
    }

    /** Is lost, if it is not over: tells the owner why, once, and closes what there is. */
    void lose(String why) {
        if (over) {
            return;
        }
        close();
        tell(() -> owner.onLost(why));
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        if (context != null) {
            endpoint.close();
            pumpSoon();
            // A broker that no longer reads must not keep the connection for that.
            after(Duration.ofMillis(CLOSING_MILLIS), context()::close);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lose(open ? "the connection was lost" : "it closed the connection before it let the relay in");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
            lose(BrokerFailure.text(done.cause()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable why = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        LOGGER.debug("Connection to {} failed", broker, why);
        lose(BrokerFailure.text(why));
        ctx.close();
    }
}
