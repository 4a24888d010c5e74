package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.TurnReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What waits is given back where memory is short or nobody collects, and read again: nothing is missed or offered twice. */
class ReadingAgainTest {
    private static final int MOST_TURNS = 2_000;

    private final TestingLoop loop = TestingLoop.still(1);

    private Outputs outputs(long budget) {
        Outputs outputs =
                new Outputs(new HubSide(loop, loop, new MessageEncoder("hub-1"), 1, new ReadBudget(budget)), () -> {});
        loop.listener(outputs::onTurn);
        return outputs;
    }

    private void turn(Outputs outputs) {
        outputs.pass();
        loop.turn();
        while (outputs.isTouched()) {
            outputs.pass();
        }
    }

    private static void giveBack(Output output, TestingCollector link, int from) {
        for (int i = from; i < link.size(); i++) {
            output.release(link.get(i));
        }
        output.detach(link);
    }

    @Test
    void missesNothingWhenALinkLeavesWhileAPageIsOnItsWay() {
        loop.fill("a", 400, 4_000);
        Outputs outputs = outputs(1 << 20);
        Output output = outputs.at("a");
        TestingCollector first = new TestingCollector().credit(1_000);
        output.attach(first);
        while (first.size() < 100) {
            turn(outputs);
        }
        outputs.pass();

        output.accept(first.get(0), null);
        giveBack(output, first, 1);
        while (outputs.isTouched()) {
            outputs.pass();
        }
        TestingCollector second = new TestingCollector().credit(1_000);
        outputs.at("a").attach(second);
        for (int i = 0; i < MOST_TURNS && second.size() < 399; i++) {
            second.acceptAll(outputs.at("a"));
            outputs.at("a").wake();
            turn(outputs);
        }

        assertThat(second.size()).isEqualTo(399);
        assertThat(second.inOrder()).isTrue();
    }

    @Test
    void servesOthersThoughMuchWaitsBehindAMessageInWork() {
        loop.fill("a", 100, 30_000);
        loop.fill("b", 10, 1_000);
        Outputs outputs = outputs(4 << 20);
        Output a = outputs.at("a");
        TestingCollector greedy = new TestingCollector().credit(99);
        TestingCollector worker = new TestingCollector();
        a.attach(greedy);
        a.attach(worker);
        while (greedy.size() < 99) {
            turn(outputs);
        }
        worker.credit(1);
        a.wake();
        while (worker.size() < 1) {
            turn(outputs);
        }
        giveBack(a, greedy, 0);
        turn(outputs);

        TestingCollector other = new TestingCollector().credit(10);
        outputs.at("b").attach(other);
        for (int i = 0; i < MOST_TURNS && other.size() < 10; i++) {
            outputs.at("b").wake();
            turn(outputs);
        }

        assertThat(other.size()).isEqualTo(10);
    }

    @Test
    void takesNoBrowsersPageForItsOwn() {
        loop.put("a", "0", "1", "2", "3");
        Outputs outputs = outputs(32 << 20);
        Output output = outputs.at("a");
        TestingCollector first = new TestingCollector().credit(2);
        output.attach(first);
        turn(outputs);
        turn(outputs);
        assertThat(first.bodies()).isEqualTo("01");
        output.release(first.get(0));
        output.browse(new TestingCollector().credit(100));
        outputs.pass();
        List<TurnReport> underWay = new ArrayList<>();
        loop.listener(underWay::add);
        loop.turn();
        loop.listener(outputs::onTurn);

        output.accept(first.get(1), null);
        output.detach(first);
        outputs.pass();
        TestingCollector second = new TestingCollector().credit(100);
        output.attach(second);
        outputs.pass();
        underWay.forEach(outputs::onTurn);
        turn(outputs);
        turn(outputs);

        assertThat(second.bodies()).as("1 was accepted").isEqualTo("023");
    }

    @RepeatedTest(40)
    void deliversEachMessageToOneLinkAtATimeAndUntilItIsAccepted(RepetitionInfo repetition) {
        Trial trial = new Trial(new Random(repetition.getCurrentRepetition()));
        for (int i = 0; i < MOST_TURNS && trial.accepted.size() < Trial.MESSAGES; i++) {
            trial.step(i > MOST_TURNS / 2);
        }

        assertThat(trial.accepted).hasSize(Trial.MESSAGES);
        turn(trial.outputs);
        turn(trial.outputs);
        assertThat(loop.held("a")).isZero();
    }

    /** A link and the messages it works on. */
    private static final class Worker {
        private final TestingCollector link = new TestingCollector();
        private final List<HeldMessage> inWork = new ArrayList<>();
        private int seen;
    }

    /** Links that come, take, accept, give back and go as they like, while others want the memory. */
    private final class Trial {
        static final int MESSAGES = 300;

        private final Random random;
        private final Outputs outputs = outputs(20_000);
        private final List<Worker> workers = new ArrayList<>();
        private final Set<Long> accepted = new HashSet<>();

        Trial(Random random) {
            this.random = random;
            for (int i = 0; i < MESSAGES; i++) {
                loop.put("a", "x".repeat(random.nextInt(400)));
            }
        }

        void step(boolean only) {
            Output a = outputs.at("a");
            if (workers.isEmpty() || (workers.size() < 4 && random.nextInt(4) == 0)) {
                Worker worker = new Worker();
                workers.add(worker);
                a.attach(worker.link);
            }
            Worker worker = workers.get(random.nextInt(workers.size()));
            worker.link.credit(random.nextInt(20));
            a.wake();
            if (random.nextInt(4) == 0) {
                a.giveBack();
            }
            if (random.nextBoolean()) {
                turn(outputs);
            } else {
                outputs.pass();
            }
            workers.forEach(this::receive);
            work(a, worker, only);
            if (random.nextInt(3) == 0) {
                // What was just decided is not with the loop yet, when it reads what was asked for.
                loop.turn();
            }
            if (random.nextInt(6) == 0) {
                leave(a, worker);
            }
        }

        private void receive(Worker worker) {
            for (; worker.seen < worker.link.size(); worker.seen++) {
                HeldMessage message = worker.link.get(worker.seen);
                assertThat(accepted).doesNotContain(message.number());
                assertThat(workers)
                        .allSatisfy(
                                other -> assertThat(other.inWork).noneMatch(held -> held.number() == message.number()));
                worker.inWork.add(message);
            }
        }

        private void work(Output output, Worker worker, boolean only) {
            for (HeldMessage message : List.copyOf(worker.inWork)) {
                int choice = only ? 0 : random.nextInt(5);
                if (choice <= 1) {
                    accepted.add(message.number());
                    worker.inWork.remove(message);
                    output.accept(message, null);
                } else if (choice == 2) {
                    worker.inWork.remove(message);
                    output.release(message);
                }
            }
        }

        private void leave(Output output, Worker worker) {
            workers.remove(worker);
            worker.inWork.forEach(output::release);
            output.detach(worker.link);
        }
    }
}
