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
import io.roundabout.Fault;
import io.roundabout.PortException;
import io.roundabout.RoundaboutException;
import io.roundabout.outbox.TurnListener;
import io.roundabout.outbox.TurnReport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The AMQP 1.0 door: the hub as container from which any client collects. Nothing is taken before it is settled. One
 * event loop thread owns every connection and every output; this class hands calls over to it and is thread-safe.
 */
public final class Gate implements TurnListener, AutoCloseable {
    private static final long CLOSE_SECONDS = 1;
    /** Turns that may wait to be heard; the loop waits for room, so that what they carry does not grow. */
    static final int MOST_UNHEARD = 4;
    /** After so long it does not come back. */
    private static final long STALL_SECONDS = 60;

    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(128 << 10, 512 << 10);

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ChannelGroup connections;
    private final GateCounts counts = new GateCounts();
    private final Outputs outputs;
    private final LinkNames names = new LinkNames();
    private final Leases leases;
    private final Leasing leasing;
    private final BrokerDialer dialer;
    private final Relays relays;
    private final Channel server;
    private final Semaphore unheard = new Semaphore(MOST_UNHEARD);
    private final GateFailure failure;

    private Gate(GateSettings settings, HubSide side, GateHub hub) {
        failure = new GateFailure(hub.onFailure());
        ThreadFactory threads = task -> new FastThreadLocalThread(task, "roundabout-gate-1");
        group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        loop = group.next();
        connections = new DefaultChannelGroup(loop);
        Passes passes = new Passes(loop, failure);
        outputs = new Outputs(side, passes::wake);
        passes.offersOf(outputs);
        UnsettledBudget unsettled = new UnsettledBudget(settings.unsettledBytes());
        leases = new Leases(outputs, side, unsettled, settings.limits().maxEmptyAddresses(), this::later);
        leasing = new Leasing(leases, loop, failure);
        dialer = new BrokerDialer(loop, hub.id(), settings.relays(), failure);
        relays = new Relays(hub.addresses(), new RelayParts(outputs, unsettled, dialer, this::later, Gate::random));
        PushBudget pushes = new PushBudget(hub.door().limits());
        server = bind(new GateParts(
                settings,
                side,
                hub.id(),
                outputs,
                passes,
                unsettled,
                hub.door(),
                pushes,
                new MessageDecoder(),
                failure,
                names,
                counts));
        // Once the port is had: a second hub must not send what the first one has.
        loop.execute(guarded("relays could not begin", relays::onRules));
    }

    /**
     * Opens the gate. Returns once it listens.
     *
     * @param settings where to listen, and limits
     * @param hub the hub it belongs to
     * @throws PortException if the port cannot be had
     */
    public static Gate open(GateSettings settings, GateHub hub) {
        MessageEncoder encoder = new MessageEncoder(hub.id());
        ReadBudget budget = new ReadBudget(settings.readAheadBytes());
        HubSide side = new HubSide(hub, encoder, budget);
        return new Gate(settings, side, hub);
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

    /** Returns who is attached to {@code address} and takes its messages; nobody where the gate is closed. */
    public CompletionStage<List<Attached>> attachedTo(String address) {
        return CompletableFuture.supplyAsync(() -> outputs.attachedTo(address), loop);
    }

    /** Returns every link; fails with {@link RejectedExecutionException} where the gate is closed. */
    public CompletionStage<List<LinkReport>> links() {
        return CompletableFuture.supplyAsync(names::reports, loop);
    }

    /** Returns how messages are collected without a link. */
    public Leasing leasing() {
        return leasing;
    }

    private static long random(long bound) {
        return ThreadLocalRandom.current().nextLong(bound);
    }

    private Runnable later(Duration delay, Runnable action) {
        var scheduled = loop.schedule(
                guarded("what was planned could not be done", action), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    @SuppressWarnings("IllegalCatch") // The top of the gate's thread.
    private Runnable guarded(String what, Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (Throwable e) {
                failure.stop(what, e);
            }
        };
    }

    /** Returns what there is to count now; fails where the gate is closed. */
    public CompletionStage<GateFigures> figures() {
        return CompletableFuture.supplyAsync(
                () -> new GateFigures(connections.size(), outputs.figures(), relays.figures()), loop);
    }

    /** Returns what is wrong with relays now, one sentence each, for people. */
    public List<String> notices() {
        return relays.notices();
    }

    /** Returns what happened so far. */
    public GateCounts counts() {
        return counts;
    }

    /**
     * {@inheritDoc} Returns once the gate's own thread has room for it.
     *
     * @throws RoundaboutException with code {@code GATE_STALLED} if it has none for a minute
     */
    @Override
    public void onTurn(TurnReport report) {
        if (loop.isShuttingDown()) {
            return;
        }
        try {
            if (!unheard.tryAcquire(STALL_SECONDS, TimeUnit.SECONDS)) {
                throw new RoundaboutException(
                        Fault.HUB, "GATE_STALLED", "the gate heard of no turn for " + STALL_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            // Whoever interrupts the loop stops it; nobody is left to deliver to.
            Thread.currentThread().interrupt();
            return;
        }
        try {
            loop.execute(() -> hear(report));
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody is left to deliver to.
            unheard.release();
        }
    }

    /** Hears that other rules are in force: links to what is no address any more are detached. */
    public void onRules() {
        try {
            loop.execute(() -> {
                outputs.onRules();
                leases.onRules();
                connections.forEach(
                        channel -> channel.pipeline().get(GateConnection.class).onRules());
            });
            // After those who may not collect there any more.
            loop.execute(guarded("relays could not follow the rules", relays::onRules));
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody is attached any more.
        }
    }

    @SuppressWarnings("IllegalCatch") // The top of the gate's thread.
    private void hear(TurnReport report) {
        assert loop.inEventLoop();
        unheard.release();
        try {
            outputs.onTurn(report);
        } catch (Throwable e) {
            failure.stop("turn " + report.epoch() + " could not be heard", e);
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
        loop.execute(leases::close);
        loop.execute(() -> connections.forEach(
                channel -> channel.pipeline().get(GateConnection.class).shutDown()));
        CompletableFuture<Void> relayed = new CompletableFuture<>();
        loop.execute(guarded("relays could not end", () -> relays.close(() -> relayed.complete(null))));
        connections.newCloseFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        relayed.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
        stop();
    }

    private void stop() {
        dialer.close();
        // The loop may be waiting; it goes on without the gate.
        unheard.release(MOST_UNHEARD);
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
