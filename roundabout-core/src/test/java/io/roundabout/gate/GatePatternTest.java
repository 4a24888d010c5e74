package io.roundabout.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.roundabout.outbox.Outcome;
import io.roundabout.outbox.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DistributionMode;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Links whose address means several outputs, with a stock client. */
class GatePatternTest {
    private static final int PATIENCE_SECONDS = 30;

    @RegisterExtension
    private final GateVisit visit = new GateVisit();

    private final TestingLoop loop = visit.loop();

    private interface Visit {
        void by(Connection connection) throws Exception;
    }

    private void visit(Visit visitor) throws Exception {
        try (Client client = Client.create();
                Connection connection = client.connect(
                        visit.gate().address().getHostString(),
                        visit.gate().address().getPort())) {
            visitor.by(connection);
        }
    }

    private static List<String> drain(Receiver receiver, int credit) throws Exception {
        receiver.addCredit(credit);
        receiver.drain().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<String> bodies = new ArrayList<>();
        for (Delivery delivery = receiver.tryReceive(); delivery != null; delivery = receiver.tryReceive()) {
            bodies.add(new String((byte[]) delivery.message().body(), UTF_8));
            delivery.accept();
        }
        return bodies;
    }

    // Not by draining: this client counts the last message as the end of a drain and takes the flow frame that follows
    // for the answer to its next one, which then ends with nothing.
    private static List<String> receive(Receiver receiver, int count) throws Exception {
        receiver.addCredit(count);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Delivery delivery = receiver.receive(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(delivery).isNotNull();
            bodies.add(new String((byte[]) delivery.message().body(), UTF_8));
            delivery.accept();
        }
        return bodies;
    }

    private static ReceiverOptions byHand() {
        return new ReceiverOptions().creditWindow(0).autoAccept(false);
    }

    @Test
    void takesFromAllThatMatch() throws Exception {
        loop.put("shop.eu", "a", "b").put("shop.us", "c").put("other", "d");

        visit(connection -> {
            try (Receiver receiver = connection.openReceiver("shop.*", byHand())) {
                assertThat(drain(receiver, 10)).containsExactlyInAnyOrder("a", "b", "c");
            }
        });

        assertThat(loop.settlements())
                .extracting(settlement -> settlement.lane().address(), Settlement::outcome)
                .containsOnly(tuple("shop.eu", Outcome.ACCEPTED), tuple("shop.us", Outcome.ACCEPTED));
        assertThat(loop.held("other")).isOne();
    }

    @Test
    void sharesTheCreditAmongThem() throws Exception {
        loop.fill("shop.eu", 500, 10).put("shop.us", "c");

        visit(connection -> {
            try (Receiver receiver = connection.openReceiver("shop.*", byHand())) {
                List<String> taken = new ArrayList<>();
                for (int rounds = 0; rounds < 10; rounds++) {
                    taken.addAll(receive(receiver, 5));
                }
                assertThat(taken).hasSize(50).contains("c");
            }
        });
    }

    @Test
    void browsesAllThatMatch() throws Exception {
        loop.put("shop.eu", "a", "b").put("shop.us", "c");

        visit(connection -> {
            ReceiverOptions options = byHand();
            options.sourceOptions().distributionMode(DistributionMode.COPY);
            try (Receiver receiver = connection.openReceiver("shop.#", options)) {
                assertThat(drain(receiver, 10)).containsExactlyInAnyOrder("a", "b", "c");
            }
        });

        assertThat(loop.settlements()).isEmpty();
        assertThat(loop.held("shop.eu")).isEqualTo(2);
    }

    @Test
    void givesBackToEachWhatItIsOf() throws Exception {
        loop.put("shop.eu", "a").put("shop.us", "c");

        visit(connection -> {
            try (Receiver receiver = connection.openReceiver("shop.*", byHand())) {
                receiver.addCredit(10);
                assertThat(receiver.receive(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
                assertThat(receiver.receive(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
            }
            try (Receiver again = connection.openReceiver("shop.*", byHand())) {
                assertThat(drain(again, 10)).containsExactlyInAnyOrder("a", "c");
            }
        });
    }
}
