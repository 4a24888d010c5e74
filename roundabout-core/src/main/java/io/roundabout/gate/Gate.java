package io.roundabout.gate;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.roundabout.PortException;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.TurnListener;
import io.roundabout.outbox.TurnReport;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AMQP 1.0 door: the hub as container from which any client collects. Nothing is taken before it is settled. One
 * event loop thread owns every connection and every output; this class hands calls over to it and is thread-safe.
 */
public final class Gate implements TurnListener, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Gate.class);
    private static final long CLOSE_SECONDS = 1;
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(128 << 10, 512 << 10);

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ChannelGroup connections;
    private final GateCounts counts = new GateCounts();
    private final Outputs outputs;
    private final Channel server;

    private Gate(GateSettings settings, HubSide hub, String hubId) {
        ThreadFactory threads = task -> new FastThreadLocalThread(task, "roundabout-gate-1");
        group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        loop = group.next();
        connections = new DefaultChannelGroup(loop);
        Passes passes = new Passes(loop);
        outputs = new Outputs(hub, passes::wake);
        passes.offersOf(outputs);
        GateParts parts = new GateParts(settings, hub, hubId, outputs, passes, new LinkNames(), counts);
        server = bind(parts);
    }

    /**
     * Opens the gate. Returns once it listens.
     *
     * @param settings where to listen, and limits
     * @param partitions lanes of each output, at least 1
     * @param hubId container-id of the hub and first part of every message-id; must not change over restarts
     * @param requests asks the loop for messages
     * @param addresses knows what may be collected
     * @throws PortException if the port cannot be had
     */
    public static Gate open(
            GateSettings settings, int partitions, String hubId, OutputRequests requests, AddressBook addresses) {
        MessageEncoder encoder = new MessageEncoder(hubId);
        return new Gate(
                settings, new HubSide(requests, addresses, encoder, partitions, settings.readAheadBytes()), hubId);
    }

    private Channel bind(GateParts parts) {
        Admission admission = new Admission(parts.settings().limits());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new GateConnection(parts, admission));
                    }
                });
        InetSocketAddress address =
                new InetSocketAddress(parts.settings().host(), parts.settings().port());
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop();
            throw PortException.of("gate", address.getHostString() + ":" + address.getPort(), "--amqp", bound.cause());
        }
        return bound.channel();
    }

    /** Returns the address it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Returns what happened so far. */
    public GateCounts counts() {
        return counts;
    }

    /** {@inheritDoc} Returns at once; the gate's own thread goes on. */
    @Override
    public void onTurn(TurnReport report) {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> hear(report));
        }
    }

    // The top of the gate's thread: a report that cannot be read is our bug, and must not go unnoticed.
    @SuppressWarnings("IllegalCatch")
    private void hear(TurnReport report) {
        assert loop.inEventLoop();
        try {
            outputs.onTurn(report);
        } catch (RuntimeException e) {
            LOGGER.error("Turn could not be taken: epoch={}", report.epoch(), e);
        }
    }

    /**
     * Closes the gate: what links hold is given back without an attempt, links are detached and connections closed with
     * {@code amqp:connection:forced} (AMQP 1.0 section 2.8.16). Waits for that, a few seconds at most. Again, it does nothing.
     */
    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            return;
        }
        server.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        loop.execute(() -> connections.forEach(
                channel -> channel.pipeline().get(GateConnection.class).shutDown()));
        connections.newCloseFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        stop();
    }

    private void stop() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
