package io.roundabout.entrance;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.roundabout.PortException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The TCP door. Frames what vehicles send, gathers it by state partition, hands cuts to the attached sink and tells the
 * vehicles what was decided. Lives as long as the hub, across restarts of the receiver. Thread-safe.
 *
 * <p>One event loop thread owns every connection, session and cut; one storing thread calls the sink.
 */
// A listener that cannot be closed is closed already.
@SuppressWarnings("FutureReturnValueIgnored")
public final class EntranceServer implements DecisionListener, SideDoor, AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int FIRST_READ_BYTES = 4_096;
    private static final int LEAST_READ_BYTES = 512;
    private static final WriteBufferWaterMark UNREAD_ANSWERS = new WriteBufferWaterMark(64 << 10, 256 << 10);
    private static final long TICK_MILLIS = 100;
    private static final long CLOSE_SECONDS = 2;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ExecutorService storingThread;
    private final HubLine hub;
    private final EntranceLoop entrance;
    private final Channel listener;

    private EntranceServer(EntranceSettings settings, HubLine hub, Partitions partitions) {
        this.hub = hub;
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("roundabout-entrance", true), NioIoHandler.newFactory());
        loop = group.next();
        storingThread = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "roundabout-entrance-store");
            thread.setDaemon(true);
            return thread;
        });
        entrance = new EntranceLoop(settings, hub, partitions, loop, storingThread);
        ChannelFuture bound = bootstrap().bind(settings.host(), settings.port()).awaitUninterruptibly();
        listener = bound.channel();
        if (bound.cause() != null) {
            shutDown();
            throw PortException.of("entrance", settings.host() + ":" + settings.port(), "--entrance", bound.cause());
        }
        loop.scheduleAtFixedRate(entrance::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Opens the door.
     *
     * @throws PortException if the port cannot be had
     */
    public static EntranceServer open(EntranceSettings settings, HubLine hub, Partitions partitions) {
        return new EntranceServer(settings, hub, partitions);
    }

    private ServerBootstrap bootstrap() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_ANSWERS)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        // One read in a turn of the loop, so that no vehicle keeps the others waiting.
                        new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, FIRST_READ_BYTES, EntranceLoop.READ_BYTES)
                                .maxMessagesPerRead(1))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new VehicleConnection(entrance, channel));
                    }
                });
        KeepAlive.applyTo(bootstrap);
        return bootstrap;
    }

    /** Returns the address it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Returns who is connected; fails with {@link java.util.concurrent.RejectedExecutionException} where it is closed. */
    public CompletionStage<List<VehicleReport>> vehicles() {
        return CompletableFuture.supplyAsync(entrance::vehicles, loop);
    }

    /** Returns what there is to count; never completed once it is closed. */
    public CompletionStage<EntranceFigures> figures() {
        return CompletableFuture.supplyAsync(entrance::figures, loop);
    }

    /** Starts handing cuts to {@code sink}, beginning with any that a former sink failed to store. */
    public void attach(CutSink sink) {
        onLoop(() -> entrance.attach(sink));
    }

    /**
     * Stops handing cuts to {@code sink}; returns once no call to it is running. Not to be called by the sink itself while
     * it stores.
     */
    public void detach(CutSink sink) {
        if (loop.isShuttingDown()) {
            return;
        }
        CompletableFuture.runAsync(() -> entrance.detach(sink), loop).join();
        CompletableFuture.runAsync(() -> {}, storingThread).join();
    }

    @Override
    public PushLimits limits() {
        return PushLimits.of(entrance.settings());
    }

    @Override
    public Optional<String> refusal(String stream) {
        return StreamDoors.defect(stream, hub.catalog()).map(Defect::text);
    }

    @Override
    public Pusher enter(String stream, String vehicle, PushListener pushListener) {
        return WholeSender.enter(entrance, loop, stream, vehicle, pushListener);
    }

    @Override
    public void decided(Decision decision) {
        onLoop(() -> entrance.decided(decision));
    }

    @Override
    public void cursorsDone(int partition, long before) {
        onLoop(() -> entrance.cursorsDone(partition, before));
    }

    @Override
    public void full(Set<String> streams) {
        onLoop(() -> entrance.holds().full(streams));
    }

    /**
     * Holds all senders while the disk of the state is nearly full, or lets them go on. They are told, with {@code *hold
     * reason=disk}.
     */
    public void disk(boolean nearlyFull) {
        onLoop(() -> entrance.holds().disk(nearlyFull));
    }

    /**
     * Takes no more: stops accepting and reading, cuts what was framed, tells every vehicle what was decided, then closes
     * its connection with {@code -close shutting-down}. Completes when all is told, which takes a sink and its decisions;
     * whoever waits needs a deadline.
     */
    public CompletionStage<Void> drain() {
        listener.close();
        return CompletableFuture.supplyAsync(entrance::drain, loop).thenCompose(drained -> drained);
    }

    /** Closes every connection at once; what was not decided is sent again by its vehicle. Takes at most a few seconds. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        shutDown();
    }

    private void shutDown() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        storingThread.shutdown();
    }

    private void onLoop(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }
}
