package io.roundabout.gate;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.roundabout.outbox.BrokerAddress;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to brokers on the gate's event loop. Names are asked for and files read on threads of its own: a name
 * server that is away must not keep the gate from delivering.
 */
final class BrokerDialer implements BrokerLink.Dialer, AutoCloseable {
    /** How long a broker may take to answer, and then to let the hub in. */
    static final int PATIENCE_MILLIS = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerDialer.class);
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(128 << 10, 512 << 10);

    private final EventLoop loop;
    private final String hubId;
    private final RelaySettings settings;
    private final GateFailure failure;
    private final ExecutorService routes = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "roundabout-relay-route");
        thread.setDaemon(true);
        return thread;
    });

    /** @param hubId container-id of the hub */
    BrokerDialer(EventLoop loop, String hubId, RelaySettings settings, GateFailure failure) {
        this.loop = loop;
        this.hubId = hubId;
        this.settings = settings;
        this.failure = failure;
    }

    @Override
    public Runnable dial(String output, BrokerAddress broker, BrokerLink.Owner owner) {
        BrokerConnection connection = new BrokerConnection(hubId, output, broker, owner, failure);
        try {
            routes.execute(() -> find(connection, broker));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The gate is closed", e);
        }
        return connection::close;
    }

    @SuppressWarnings("IllegalCatch") // Whatever it is, the relay hears of it and tries again.
    private void find(BrokerConnection connection, BrokerAddress broker) {
        try {
            BrokerRoute route = BrokerRoute.find(broker, settings);
            loop.execute(() -> connect(connection, broker, route));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The gate is closed", e);
        } catch (IOException | RuntimeException e) {
            LOGGER.debug("No way to {}", broker, e);
            loop.execute(() -> connection.lose(BrokerFailure.text(e)));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The listener hears of it.
    private void connect(BrokerConnection connection, BrokerAddress broker, BrokerRoute route) {
        if (connection.isOver()) {
            return;
        }
        connection.with(route.credentials());
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, PATIENCE_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        route.tls()
                                .ifPresent(tls -> channel.pipeline()
                                        .addLast(tls.newHandler(channel.alloc(), broker.host(), broker.port())));
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(route.address())
                .addListener((ChannelFutureListener) connected -> {
                    if (!connected.isSuccess()) {
                        connection.lose(BrokerFailure.text(connected.cause()));
                    }
                });
    }

    @Override
    public void close() {
        routes.shutdownNow();
    }
}
