package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** One connection, without sockets. */
class GateConnectionTest {
    private final TestingLoop loop = TestingLoop.still(1);

    @Test
    void readsNoMoreFromWhoDoesNotRead() {
        GateSettings settings = GateSettings.defaults("127.0.0.1", 0);
        HubSide hub =
                new HubSide(loop, loop, new MessageEncoder("hub-1"), 1, new ReadBudget(settings.readAheadBytes()));
        Passes passes = new Passes(task -> {}, new GateFailure(failure -> {}));
        Outputs outputs = new Outputs(hub, passes::wake);
        TestingDoor door = new TestingDoor();
        GateParts parts = new GateParts(
                settings,
                hub,
                "hub-1",
                outputs,
                passes,
                new UnsettledBudget(1 << 20),
                door,
                new PushBudget(door.limits()),
                new MessageDecoder(),
                new GateFailure(failure -> {}),
                new LinkNames(),
                new GateCounts());
        EmbeddedChannel channel = new EmbeddedChannel(new GateConnection(parts, new Admission(settings.limits())));

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        channel.writeInbound(Unpooled.buffer().writeZero((1 << 20) + 1));
        assertThat(channel.config().isAutoRead()).isFalse();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
    }
}
