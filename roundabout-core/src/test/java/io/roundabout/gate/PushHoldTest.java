package io.roundabout.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.roundabout.entrance.PushLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that pushes more than there is room for is not read; Proton-J is the client, and there is no network. */
class PushHoldTest {
    private static final int WINDOW = 100_000;
    private static final int BODY = 40_000;
    private static final Duration IDLE = Duration.ofMillis(50);

    private final TestingLoop loop = TestingLoop.still(1);
    private final TestingDoor door =
            new TestingDoor(new PushLimits(1 << 20, WINDOW, 10 * WINDOW, Duration.ofSeconds(30)));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Connection connection = Proton.connection();
    private final Transport transport = Proton.transport();
    private final Session session = connection.session();
    private final Sender sender = session.sender("push");

    @BeforeEach
    void attach() {
        channel.pipeline().addLast(new GateConnection(parts(), new Admission(GateLimits.defaults())));
        channel.pipeline().fireChannelActive();
        transport.bind(connection);
        connection.setContainer("vehicle-1");
        connection.open();
        session.open();
        Target target = new Target();
        target.setAddress("orders");
        sender.setTarget(target);
        sender.setSource(new Source());
        sender.open();
        pump();
        assertThat(sender.getCredit()).isPositive();
        door.holdDecisions();
    }

    private GateParts parts() {
        GateLimits defaults = GateLimits.defaults();
        GateSettings settings = GateSettings.defaults("127.0.0.1", 0)
                .with(new GateLimits(
                        defaults.maxConnections(),
                        defaults.maxUnopened(),
                        defaults.maxSessions(),
                        defaults.maxLinks(),
                        defaults.headerDeadline(),
                        defaults.openDeadline(),
                        IDLE,
                        defaults.shortestIdleTimeout(),
                        defaults.maxEmptyAddresses()));
        HubSide side =
                new HubSide(loop, loop, new MessageEncoder("hub-1"), 1, new ReadBudget(settings.readAheadBytes()));
        GateFailure failure = new GateFailure(cause -> {});
        Passes passes = new Passes(channel.eventLoop(), failure);
        Outputs outputs = new Outputs(side, passes::wake);
        passes.offersOf(outputs);
        return new GateParts(
                settings,
                side,
                "hub-1",
                outputs,
                passes,
                new UnsettledBudget(1 << 20),
                door,
                new PushBudget(door.limits()),
                new MessageDecoder(),
                failure,
                new LinkNames(),
                new GateCounts());
    }

    private void send(int body) {
        Message message = Proton.message();
        message.setBody(new Data(new Binary(new byte[body])));
        byte[] encoded = new byte[body + 100];
        int length = message.encode(encoded, 0, encoded.length);
        sender.delivery(Integer.toString(sender.getUnsettled()).getBytes(UTF_8));
        sender.send(encoded, 0, length);
        sender.advance();
        pump();
    }

    /** Carries what either side has to say, until neither has. */
    private void pump() {
        boolean moved = true;
        while (moved) {
            moved = false;
            while (transport.pending() > 0) {
                ByteBuffer head = transport.head();
                ByteBuf bytes = Unpooled.copiedBuffer(head);
                transport.pop(bytes.readableBytes());
                channel.writeInbound(bytes);
                moved = true;
            }
            channel.runPendingTasks();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                moved = true;
                transport.tail().put(out.nioBuffer());
                transport.process();
                out.release();
            }
        }
    }

    @Test
    void isHeldAtItsWindowAndReadAgainWhenDecided() {
        send(BODY);
        send(BODY);
        assertThat(channel.config().isAutoRead()).isTrue();
        send(BODY);
        assertThat(channel.config().isAutoRead()).isFalse();

        door.decide(1);
        pump();

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void isNotSilentWhileItIsHeld() {
        send(2 * WINDOW);
        assertThat(channel.config().isAutoRead()).isFalse();

        long since = System.nanoTime();
        while (System.nanoTime() - since < 4 * IDLE.toNanos()) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            pump();
        }

        assertThat(channel.isActive()).isTrue();
        door.decideAll();
        pump();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(channel.isActive()).isTrue();
    }
}
