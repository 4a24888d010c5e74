package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all links together may hold unsettled. */
class UnsettledBudgetTest {
    private static final long TOTAL = 600_000;
    private static final int LINKS = 200;
    private static final int MESSAGES = 10;
    private static final int BODY = 1_000;

    private final TestingLoop loop = TestingLoop.turning(2);
    private final Gate gate = Gate.open(
            GateSettings.defaults("127.0.0.1", 0).withMemory(1 << 20, TOTAL),
            new GateHub("hub-1", 2, loop, loop, new TestingDoor(), failure -> {}));
    private Client client;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        loop.listener(gate);
        client = Client.create();
        connection = client.connect("127.0.0.1", gate.address().getPort());
    }

    @AfterEach
    void close() {
        client.close();
        gate.close();
        loop.close();
    }

    private List<Receiver> attachEverywhere() throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        ReceiverOptions options =
                new ReceiverOptions().autoAccept(false).creditWindow(0).drainTimeout(60, TimeUnit.SECONDS);
        for (int i = 0; i < LINKS; i++) {
            loop.fill("orders" + i, MESSAGES, BODY);
            Receiver receiver = connection.openReceiver("orders" + i, options);
            receiver.addCredit(MESSAGES);
            receivers.add(receiver);
        }
        return receivers;
    }

    @Test
    void sendsNoMoreThanThereIsMemoryAndEverythingInTheEnd() throws Exception {
        List<Receiver> receivers = attachEverywhere();

        await().until(() -> receivers.stream().allMatch(receiver -> queued(receiver) > 0));
        assertThat(gate.counts().of(GateEvent.DELIVERED) * BODY).isLessThanOrEqualTo(TOTAL);

        for (Receiver receiver : receivers) {
            for (int i = 0; i < MESSAGES; i++) {
                Delivery delivery = receiver.receive(20, TimeUnit.SECONDS);
                assertThat(delivery)
                        .as("message %d of %s", i, receiver.address())
                        .isNotNull();
                delivery.accept();
            }
        }
        await().until(() -> loop.held("orders0") == 0);
        assertThat(gate.counts().of(GateEvent.DELIVERED)).isEqualTo(LINKS * MESSAGES);
    }

    private static long queued(Receiver receiver) {
        try {
            return receiver.queuedDeliveries();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void leavesSomethingToEveryOtherLink() {
        UnsettledBudget budget = new UnsettledBudget(1_000);
        Outputs outputs =
                new Outputs(new HubSide(loop, loop, new MessageEncoder("hub-1"), 2, new ReadBudget(1_000)), () -> {});
        Output orders = outputs.at("orders");
        long first = 0;
        while (budget.hasRoom(first, orders)) {
            budget.take(10);
            first += 10;
        }
        assertThat(first).isEqualTo(250);
        long second = 0;
        while (budget.hasRoom(second, orders)) {
            budget.take(10);
            second += 10;
        }
        assertThat(second).isEqualTo(130);
        assertThat(outputs.isTouched()).isFalse();

        budget.give(second);

        assertThat(outputs.isTouched()).as("who waits is woken").isTrue();
    }
}
