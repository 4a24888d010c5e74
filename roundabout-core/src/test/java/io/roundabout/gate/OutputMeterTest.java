package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.TurnReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is measured of deliveries, without sockets. */
class OutputMeterTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000, 42_000);
    private static final long NOW_MICROS = 1_700_000_000_000_042L;

    private final List<Long> delivered = new ArrayList<>();
    private final AtomicLong redelivered = new AtomicLong();
    private final TestingLoop loop = TestingLoop.still(2);
    private final ArrivalTimes arrivals = new ArrivalTimes(() -> NOW);
    private final Outputs outputs = new Outputs(
            new HubSide(
                    loop,
                    loop,
                    new MessageEncoder("hub-1"),
                    2,
                    new ReadBudget(10_000),
                    address -> meter(),
                    arrivals,
                    new AtomicLong()),
            () -> {});

    private OutputMeter meter() {
        return new OutputMeter() {
            @Override
            public void delivered(long micros) {
                delivered.add(micros);
            }

            @Override
            public void redelivered() {
                redelivered.incrementAndGet();
            }
        };
    }

    @Test
    void measuresTheFirstDeliveryOfAMessageAndCountsTheOthers() {
        loop.listener(outputs::onTurn);
        loop.put("orders", "a");
        TestingCollector link = new TestingCollector().credit(3);
        Output orders = outputs.at("orders");
        orders.attach(link);
        turn();
        turn();
        assertThat(delivered).hasSize(1);

        orders.fail(link.get(0), null);
        turn();

        assertThat(link.bodies()).isEqualTo("aa");
        assertThat(delivered).hasSize(1);
        assertThat(redelivered).hasValue(1);
    }

    @Test
    void knowsWhenTheMessagesOfTheLastTurnsCame() {
        arrivals.note(turned(7, NOW_MICROS - 1_500));
        arrivals.note(turned(8, 0));

        assertThat(arrivals.agoMicros(made(7, 0))).isEqualTo(1_500);
        assertThat(arrivals.agoMicros(made(8, NOW.toEpochMilli() - 3)))
                .as("nothing came: when it was made")
                .isEqualTo(3_042);

        arrivals.note(turned(7 + 4_096, NOW_MICROS));
        assertThat(arrivals.agoMicros(made(7, NOW.toEpochMilli() - 60_000))).isEqualTo(60_000_042);
    }

    @Test
    void isNeverBelowNothing() {
        arrivals.note(turned(7, NOW_MICROS + 5_000));
        assertThat(arrivals.agoMicros(made(7, 0))).isZero();
    }

    private void turn() {
        outputs.pass();
        loop.turn();
        outputs.pass();
    }

    private static HeldMessage made(long epoch, long createdMillis) {
        return new HeldMessage(0, 0, new HeldMessage.Place(epoch, 0, createdMillis), null, new byte[0]);
    }

    private static TurnReport turned(long epoch, long arrivedMicros) {
        return new TurnReport(epoch, List.of(), List.of(), List.of(), Set.of(), List.of(), arrivedMicros);
    }
}
