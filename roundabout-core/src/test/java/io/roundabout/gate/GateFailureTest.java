package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.HeldRows;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.TurnReport;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What our own errors do: one connection's close that connection, everybody's stop the hub. */
class GateFailureTest {
    private static final String FAULTY = "faulty";
    private static final String STALLING = "stalling";

    private final TestingLoop loop = TestingLoop.turning(1);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final Gate gate = Gate.open(
            GateSettings.defaults("127.0.0.1", 0),
            new GateHub("hub-1", 1, loop, new FaultyBook(), new TestingDoor(), failures::add));
    private final ScriptedVehicle vehicle = new ScriptedVehicle(gate.address());

    /** Fails for one address, stalls for another. */
    private final class FaultyBook implements AddressBook {
        @Override
        public Optional<String> refusal(String address) {
            if (address.equals(FAULTY)) {
                throw new IllegalStateException("no such row in java.util.HashMap");
            }
            if (address.equals(STALLING)) {
                stalled.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Optional.empty();
        }

        @Override
        public int maxDeliveries(String address) {
            throw new IllegalStateException("no rule of " + address);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        loop.listener(gate);
        vehicle.begin("vehicle-1");
    }

    @AfterEach
    void close() {
        goOn.countDown();
        vehicle.close();
        gate.close();
        loop.close();
    }

    @Test
    void closesOnlyTheConnectionItServedWhenItFails() throws Exception {
        try (ScriptedVehicle other = new ScriptedVehicle(gate.address()).begin("vehicle-2")) {
            vehicle.peer().expectClose().withError("amqp:internal-error", "the hub made an error on this connection");
            vehicle.attaching("link", 0, FAULTY).now();
            vehicle.done();

            loop.put("orders", "a");
            other.attach("link", 0, "orders");
            other.expectAny().accept();
            other.flow(0, 0, 1).now();
            other.done();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void stopsTheHubWhenATurnCannotBeHeard() {
        vehicle.attach("link", 0, "orders");
        byte[] ofAnotherVersion = {99};
        HeldRows rows = new HeldRows.Builder().add(0, 0, ofAnotherVersion).build();
        LaneReport unreadable = new LaneReport(new Lane("orders", 0), 0, 1, rows, 0);

        gate.onTurn(new TurnReport(9, List.of(unreadable), List.of(), List.of()));

        await().until(() -> !failures.isEmpty());
        assertThat(failures.peek()).hasMessageContaining("GATE_FAILED: turn 9");
    }

    @Test
    void stopsTheHubWhenAMessageCannotBeSettled() {
        loop.put("orders", "a");
        vehicle.attach("link", 0, "orders");
        vehicle.expectAny().modify(true);

        vehicle.flow(0, 0, 1).now();

        await().until(() -> !failures.isEmpty());
        assertThat(failures.peek()).hasMessageContaining("'orders' could not be settled");
    }

    @Test
    void letsTheLoopWaitWhileItHearsOfNoTurn() throws Exception {
        vehicle.attaching("link", 0, STALLING).now();
        stalled.await();
        AtomicInteger heard = new AtomicInteger();
        int turns = 3 * Gate.MOST_UNHEARD;
        Thread turning = new Thread(() -> {
            for (int i = 0; i < turns; i++) {
                gate.onTurn(new TurnReport(9, List.of(), List.of(), List.of()));
                heard.incrementAndGet();
            }
        });

        turning.start();

        await().until(() -> turning.getState() == Thread.State.TIMED_WAITING);
        assertThat(heard).hasValue(Gate.MOST_UNHEARD);
        goOn.countDown();
        turning.join();
        assertThat(heard).hasValue(turns);
    }
}
