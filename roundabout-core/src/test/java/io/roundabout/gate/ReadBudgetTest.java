package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.OutputRequests;
import io.roundabout.outbox.PageRequest;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all outputs together may ask for, counted where the loop hears of it. */
class ReadBudgetTest {
    private static final long TOTAL = 4 << 20;
    private static final int OUTPUTS = 300;

    private final TestingLoop loop = TestingLoop.still(2);
    private final Asked asked = new Asked();

    /** Counts what is asked of the loop. */
    private final class Asked implements OutputRequests {
        @Override
        public CompletionStage<Optional<String>> ask(SubscriptionRequest request) {
            throw new UnsupportedOperationException("nobody subscribes here");
        }

        @Override
        public Map<String, SubscriptionState> subscriptions() {
            return Map.of();
        }

        private final Map<String, Integer> appetites = new HashMap<>();
        private long pageBytes;
        private long allPageBytes;

        long openBytes() {
            return pageBytes
                    + appetites.values().stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public void watch(String address) {
            loop.watch(address);
        }

        @Override
        public void unwatch(String address) {
            appetites.remove(address);
            loop.unwatch(address);
        }

        @Override
        public void appetite(String address, int bytes) {
            appetites.put(address, bytes);
            loop.appetite(address, bytes);
        }

        @Override
        public void page(PageRequest request) {
            pageBytes += request.maxBytes();
            allPageBytes += request.maxBytes();
            loop.page(request);
        }

        @Override
        public void settle(Settlement settlement) {
            loop.settle(settlement);
        }
    }

    private Outputs outputs(ReadBudget budget) {
        Outputs outputs = new Outputs(new HubSide(asked, loop, new MessageEncoder("hub-1"), 2, budget), () -> {});
        loop.listener(outputs::onTurn);
        return outputs;
    }

    private void turn(Outputs outputs) {
        outputs.pass();
        asked.pageBytes = 0;
        loop.turn();
        while (outputs.isTouched()) {
            outputs.pass();
        }
    }

    private List<TestingCollector> attachEverywhere(Outputs outputs, int credit) {
        List<TestingCollector> links = new ArrayList<>();
        for (int i = 0; i < OUTPUTS; i++) {
            TestingCollector link = new TestingCollector().credit(credit);
            outputs.at("orders" + i).attach(link);
            links.add(link);
        }
        return links;
    }

    @Test
    void asksForNoMoreThanThereIsMemoryWhereNobodyTakes() {
        for (int i = 0; i < OUTPUTS; i++) {
            loop.fill("orders" + i, 200, 1_000);
        }
        ReadBudget budget = new ReadBudget(TOTAL);
        Outputs outputs = outputs(budget);
        attachEverywhere(outputs, 0);

        for (int i = 0; i < 20; i++) {
            turn(outputs);
            assertThat(asked.allPageBytes + asked.openBytes()).isLessThanOrEqualTo(TOTAL);
        }

        assertThat(budget.usedBytes()).isBetween(TOTAL / 4, TOTAL);
    }

    @Test
    void servesWhoeverCanTakeThoughOthersHaveTheMemory() {
        for (int i = 0; i < OUTPUTS; i++) {
            loop.fill("orders" + i, 200, 1_000);
        }
        ReadBudget budget = new ReadBudget(TOTAL);
        Outputs outputs = outputs(budget);
        List<TestingCollector> links = attachEverywhere(outputs, 1);

        for (int i = 0; i < 60; i++) {
            turn(outputs);
            assertThat(asked.openBytes()).isLessThanOrEqualTo(TOTAL);
            assertThat(budget.usedBytes()).isLessThanOrEqualTo(TOTAL + TOTAL / 4);
        }

        assertThat(links).allSatisfy(link -> assertThat(link.bodies()).hasSize(1));
    }

    @Test
    void getsItsMemoryBackWhenLinksLeave() {
        ReadBudget budget = new ReadBudget(TOTAL);
        Outputs outputs = outputs(budget);
        for (int i = 0; i < OUTPUTS; i++) {
            loop.fill("orders" + i, 20, 1_000);
        }
        List<TestingCollector> links = attachEverywhere(outputs, 0);
        TestingCollector browser = new TestingCollector().credit(3);
        outputs.at("orders0").browse(browser);
        turn(outputs);
        turn(outputs);
        turn(outputs);

        for (int i = 0; i < OUTPUTS; i++) {
            outputs.at("orders" + i).detach(links.get(i));
        }
        outputs.at("orders0").detach(browser);
        turn(outputs);

        assertThat(browser.bodies()).hasSize(3);
        assertThat(budget.usedBytes()).isZero();
        assertThat(asked.openBytes()).isZero();
    }

    @Test
    void browsesOnlyAsFarAsThereIsCredit() {
        loop.fill("orders", 20, 1_000);
        Outputs outputs = outputs(new ReadBudget(TOTAL));
        TestingCollector browser = new TestingCollector();
        outputs.at("orders").browse(browser);
        turn(outputs);
        turn(outputs);
        assertThat(asked.allPageBytes).isZero();

        browser.credit(20);
        outputs.at("orders").wake();
        turn(outputs);
        turn(outputs);

        assertThat(browser.bodies()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 70_000, 200_000})
    void deliversEverythingInOrderHoweverSmallItIs(long total) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int addresses = 20;
        int messages = 40;
        for (int i = 0; i < 2 * addresses * messages; i++) {
            int size = random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(600);
            loop.put("orders" + i % (2 * addresses), "x".repeat(size) + "m");
        }
        ReadBudget budget = new ReadBudget(total);
        Outputs outputs = outputs(budget);
        List<TestingCollector> links = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            TestingCollector link = new TestingCollector();
            outputs.at("orders" + i).attach(link);
            TestingCollector browser = new TestingCollector().credit(1_000);
            outputs.at("orders" + (addresses + i)).browse(browser);
            links.add(link);
            links.add(browser);
        }
        for (int i = 0; i < 20_000 && links.stream().anyMatch(link -> link.size() < messages); i++) {
            Output output = outputs.at("orders" + random.nextInt(addresses));
            TestingCollector link =
                    links.get(2 * Integer.parseInt(output.address().substring(6)));
            link.acceptAll(output);
            link.credit(1 + random.nextInt(5));
            output.wake();
            turn(outputs);
            assertThat(asked.openBytes()).isLessThanOrEqualTo(Math.max(total, 130_000));
        }

        for (TestingCollector link : links) {
            assertThat(link.size()).as("seed %d", seed).isEqualTo(messages);
            assertThat(link.inOrder()).as("seed %d", seed).isTrue();
        }
    }
}
