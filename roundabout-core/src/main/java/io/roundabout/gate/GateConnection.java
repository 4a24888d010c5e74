package io.roundabout.gate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.roundabout.entrance.Peers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: carries bytes between Netty and Proton-J, keeps the deadlines, and dies alone when its client
 * breaks the protocol. Confined to the gate's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A write or close that fails ends in channelInactive.
final class GateConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(GateConnection.class);
    private static final int HEADER_BYTES = 8;
    private static final long SHORTEST_TICK_MILLIS = 250;
    private static final long CLOSING_MILLIS = 2_000;
    private static final long MOST_WHILE_BLOCKED = 1 << 20;

    private static final String NO_FRAME = "bytes that are no AMQP 1.0 frame";

    private final GateParts parts;
    private final Admission admission;
    private final ConnectionEndpoint endpoint;
    private final GuardedTransport transport;
    private final PushShare share;
    private @Nullable ChannelHandlerContext context;
    private boolean admitted;
    private boolean opened;
    private boolean closing;
    private boolean toldOutcome;
    private boolean blocked;
    private boolean held;
    private long received;
    private long receivedWhileBlocked;

    GateConnection(GateParts parts, Admission admission) {
        this.parts = parts;
        this.admission = admission;
        this.share = parts.pushes().share(this::onRoom);
        this.endpoint = new ConnectionEndpoint(this, parts);
        this.transport = new GuardedTransport(parts.settings().limits(), endpoint);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        assert ctx.executor().inEventLoop();
        context = ctx;
        admitted = admission.tryEnter();
        if (!admitted) {
            parts.counts().add(GateEvent.CONNECTION_REFUSED);
            ctx.close();
            return;
        }
        GateLimits limits = parts.settings().limits();
        transport.setMaxFrameSize(parts.settings().maxFrameBytes());
        transport.setOutboundFrameSizeLimit(parts.settings().maxFrameBytes());
        transport.setChannelMax(limits.maxSessions() - 1);
        transport.setIdleTimeout((int) limits.idleTimeout().toMillis());
        transport.setEmitFlowEventOnSend(false);
        transport.setUseReadOnlyOutputBuffer(false);
        AnySasl.offer(transport);
        transport.bind(endpoint.connection());
        after(limits.headerDeadline(), () -> {
            if (received < HEADER_BYTES) {
                missed("no protocol header", limits.headerDeadline());
            }
        });
        after(limits.openDeadline(), () -> {
            if (!opened) {
                missed("no open frame", limits.openDeadline());
            }
        });
    }

    private void missed(String what, Duration deadline) {
        fail(new ProtocolViolation(AmqpError.RESOURCE_LIMIT_EXCEEDED, what + " within " + deadline.toMillis() + " ms"));
        parts.passes().write(this);
    }

    /** Returns the address of its client, {@code HOST:PORT}. */
    String peer() {
        return Peers.text(context().channel().remoteAddress());
    }

    /** Returns its share of the memory for what is pushed. */
    PushShare share() {
        return share;
    }

    /** Returns whether it is not read because there is no room for what it sends. */
    boolean isHeld() {
        return held;
    }

    /** Runs something on the gate's event loop; what fails in it concerns this connection. May be called by any thread. */
    @SuppressWarnings("IllegalCatch") // As in channelRead.
    void onLoop(Runnable action) {
        try {
            context().executor().execute(() -> {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    fail(HubFault.of(e));
                }
            });
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The gate is closed", e);
        }
    }

    /** Runs something later, if the gate is open then. */
    void after(Duration delay, Runnable action) {
        context().executor().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the connection is not active");
        }
        return context;
    }

    /** Hears that the client has opened the connection. */
    void onOpened() {
        opened = true;
        admission.opened();
        tick();
    }

    private void tick() {
        if (!context().channel().isActive()) {
            return;
        }
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        long due = transport.tick(now);
        parts.passes().write(this);
        // It is 0 while the connection is held and its client asked for no heartbeats.
        long wait = due == 0 ? CLOSING_MILLIS : due - now;
        after(Duration.ofMillis(Math.max(SHORTEST_TICK_MILLIS, wait)), this::tick);
    }

    /** Returns whether the client takes bytes as fast as they come. */
    boolean isWritable() {
        return !closing && context != null && context.channel().isWritable();
    }

    // Whatever goes wrong in a client's input, an overflowing stack too, concerns its connection only.
    @SuppressWarnings("IllegalCatch")
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            received += in.readableBytes();
            holdBack(ctx, in.readableBytes());
            take(in);
            hold(!share.mayRead());
        } catch (Throwable e) {
            fail(e);
        } finally {
            in.release();
        }
        parts.passes().write(this);
    }

    // Answers to a client that writes but does not read would grow without bound in Proton-J.
    private void holdBack(ChannelHandlerContext ctx, int bytes) {
        receivedWhileBlocked = ctx.channel().isWritable() ? 0 : receivedWhileBlocked + bytes;
        blocked |= receivedWhileBlocked > MOST_WHILE_BLOCKED;
        read(ctx);
    }

    private void read(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(!blocked && !held);
    }

    /** While the hub has no room, it is not the client that is silent. */
    private void hold(boolean now) {
        if (held != now) {
            held = now;
            transport.setIdleTimeout(
                    now ? 0 : (int) parts.settings().limits().idleTimeout().toMillis());
            read(context());
        }
    }

    /** Hears that there may be room for what it sends. */
    private void onRoom() {
        hold(!share.mayRead());
        endpoint.grant();
    }

    private void take(ByteBuf in) throws TransportException {
        while (!closing && in.isReadable()) {
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
            if (AnySasl.isRefused(transport)) {
                closing = true;
                parts.counts().add(GateEvent.CONNECTION_FAILED);
                return;
            }
            ErrorCondition broken = transport.getCondition();
            if (broken != null) {
                LOGGER.debug("Proton-J: {}", broken.getDescription());
                broken.setDescription(NO_FRAME);
                throw new ProtocolViolation(broken.getCondition(), NO_FRAME);
            }
        }
    }

    /** Writes what is due, as far as the client takes it. */
    @SuppressWarnings("IllegalCatch") // As in channelRead: a broken engine must not stop the loop.
    void write() {
        try {
            pump();
            endpoint.onWritten();
            if (transport.answerEchoes()) {
                parts.passes().write(this);
            }
        } catch (Throwable e) {
            LOGGER.debug(
                    "Connection of {} could not be written", context().channel().remoteAddress(), e);
            closing = true;
            context().close();
        }
    }

    /** Runs what became due elsewhere on the gate's event loop; what fails then concerns this connection only. */
    @SuppressWarnings("IllegalCatch") // As in channelRead: a broken engine must not stop the loop.
    void later(Runnable action) {
        context().executor().execute(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                fail(HubFault.of(e));
            }
            parts.passes().write(this);
        });
    }

    /** Has Proton-J write the detaches it would else write after the attach that is coming. */
    void writeDetachFirst() {
        transport.pending();
    }

    private void pump() {
        ChannelHandlerContext ctx = context();
        if (AnySasl.isRefused(transport)) {
            pumpOutcome(ctx);
            return;
        }
        int pending = transport.pending();
        while (pending > 0 && ctx.channel().isWritable()) {
            // Asking for the head may make more of it than was pending: what is taken counts, not what was announced.
            ByteBuffer head = transport.head();
            int taken = head.remaining();
            ctx.write(ctx.alloc().buffer(taken).writeBytes(head));
            transport.pop(taken);
            pending = transport.pending();
        }
        if (pending < 0 || (closing && pending == 0)) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.flush();
        }
    }

    // After the outcome Proton-J would go on to open and close the connection.
    private void pumpOutcome(ChannelHandlerContext ctx) {
        if (!toldOutcome && transport.pending() > 0) {
            toldOutcome = true;
            ByteBuffer head = transport.head();
            ctx.write(ctx.alloc().buffer(head.remaining()).writeBytes(head));
        }
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes the connection with an error; what its links hold is given back when it is gone. */
    void fail(Throwable cause) {
        if (closing) {
            return;
        }
        closing = true;
        parts.passes().write(this);
        parts.counts().add(GateEvent.CONNECTION_FAILED);
        if (cause instanceof HubFault) {
            LOGGER.error("Connection of {} failed", context().channel().remoteAddress(), cause);
        } else {
            LOGGER.debug("Connection of {} failed", context().channel().remoteAddress(), cause);
        }
        if (transport.getCondition() == null) {
            transport.setCondition(condition(cause));
        }
        closeSoon();
    }

    private static ErrorCondition condition(Throwable cause) {
        if (cause instanceof ProtocolViolation violation) {
            return violation.condition();
        }
        if (cause instanceof HubFault) {
            return new ErrorCondition(AmqpError.INTERNAL_ERROR, "the hub made an error on this connection");
        }
        // What Proton-J says is of its classes, not of AMQP.
        return cause instanceof TransportException
                ? new ErrorCondition(ConnectionError.FRAMING_ERROR, NO_FRAME)
                : new ErrorCondition(AmqpError.DECODE_ERROR, "a frame cannot be understood");
    }

    // A client that no longer reads must not keep its connection for that.
    private void closeSoon() {
        after(Duration.ofMillis(CLOSING_MILLIS), context()::close);
    }

    /** Detaches the links to what is no address any more. */
    void onRules() {
        if (context != null && admitted) {
            endpoint.onRules();
            write();
        }
    }

    /** Gives everything back, detaches the links and closes the connection, because the gate closes. */
    void shutDown() {
        if (context == null || !admitted) {
            return;
        }
        endpoint.close(ConnectionError.CONNECTION_FORCED, "the hub is shutting down");
        write();
        closing = true;
        write();
        closeSoon();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            blocked = false;
            read(ctx);
        }
        parts.passes().write(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!admitted) {
            return;
        }
        if (!opened) {
            admission.opened();
        } else if (!closing && !endpoint.isClosedByClient()) {
            parts.counts().add(GateEvent.CONNECTION_LOST);
        }
        closing = true;
        admission.left();
        endpoint.lost();
        share.leave();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOGGER.debug("Connection of {} failed", ctx.channel().remoteAddress(), cause);
        ctx.close();
    }
}
