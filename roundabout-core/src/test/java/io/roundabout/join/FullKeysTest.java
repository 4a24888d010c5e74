package io.roundabout.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.pipeline.BodyRule;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Ending;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.Intake;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Otherwise;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.state.Counter;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.RowKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are counted as full: those of which an {@code all} input holds as many messages as its {@code max}. */
class FullKeysTest {
    private static final int B = 2;
    private static final int JOIN = 4;
    private static final LedgerLine LINE = new LedgerLine(JOIN, B);
    private static final int ROUNDS = 12;

    @Test
    void areCountedFromTheLastMessageThatFitsToTheEndOfTheGroup() {
        History history = new History(new Random(1), 0, 3);

        history.turn(List.of(b("k"), b("k"), b("l")));
        assertThat(history.counted()).isZero();
        history.turn(List.of(b("k"), b("l")));
        assertThat(history.counted()).isEqualTo(1);
        history.turn(List.of(b("k"), b("l")));
        assertThat(history.counted()).isEqualTo(2);
        history.turn(List.of(Arrival.of("a", "k", "0"), Arrival.of("c", "k", "0")));
        assertThat(history.counted()).isEqualTo(1);
        history.pass(Duration.ofDays(1));
        assertThat(history.counted()).isZero();
    }

    @Test
    void areNotCountedWhenTheyComeAndGoWithinATurn() {
        History history = new History(new Random(1), 0, 2);

        history.turn(List.of(b("k"), b("k"), b("k"), Arrival.of("a", "k", "0"), Arrival.of("c", "k", "0")));

        assertThat(history.counted()).isZero();
    }

    @Test
    void areForgottenWhereMaxIsRaisedAndFoundAgainWhenTheyAreTouched() {
        History history = new History(new Random(1), 0, 1);
        history.turn(List.of(b("k"), b("k"), b("k"), b("l")));
        assertThat(history.counted()).isEqualTo(2);

        history.change(2);
        assertThat(history.counted()).isZero();
        history.turn(List.of(b("k"), b("m")));

        assertThat(history.full()).containsExactly("k");
    }

    @Test
    void stayFullWhereMaxIsLowered() {
        History history = new History(new Random(1), 0, 2);
        history.turn(List.of(b("k"), b("k"), b("l")));

        history.change(1);
        assertThat(history.full()).containsExactly("k");
        history.turn(List.of(Arrival.of("a", "l", "0")));

        assertThat(history.full()).containsExactly("k", "l");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void areThoseThatARecountFinds(int variant) {
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            History history = new History(random, variant, 1 + random.nextInt(4));
            List<Arrival> script = CompletionTest.script(random, history.rule(), 80);
            for (int i = 0; i < 8; i++) {
                script.add(random.nextInt(script.size()), Arrival.pass(Duration.ofHours(1 + random.nextInt(4))));
            }
            try {
                found += history.run(script);
            } catch (AssertionError e) {
                throw new AssertionError("variant " + variant + ", seed " + seed, e);
            }
        }
        assertThat(found).as("turns with a full key").isPositive();
    }

    private static Arrival b(String key) {
        return Arrival.of("b", key, "1");
    }

    /** A join over many turns, and changes of its {@code max}, each checked against a recount. */
    private static final class History {
        private static final Duration HOUR = Duration.ofHours(1);

        private final Random random;
        private final int variant;
        private InMemoryHeldState state = new InMemoryHeldState();
        private LedgerRow ledger = new LedgerRow();
        private Duration elapsed = Duration.ZERO;
        private Set<String> before = Set.of();
        private JoinHarness harness;
        private long epoch;
        private int max;

        History(Random random, int variant, int max) {
            this.random = random;
            this.variant = variant;
            this.max = max;
            this.harness = harness();
        }

        JoinRule rule() {
            Completion completion = variant % 2 == 0 ? new Completion.All() : new Completion.AtLeast(3);
            Otherwise otherwise = List.of(Otherwise.values()).get(variant / 2 % 3);
            return new JoinRule(
                    "j",
                    List.of(
                            new Input("a", InputMode.ONE),
                            new Input("b", InputMode.ALL, max),
                            new Input("c", InputMode.LATEST)),
                    new Ending(completion, Optional.of(HOUR.multipliedBy(7)), otherwise),
                    ResultRule.BODIES,
                    "j");
        }

        private JoinHarness harness() {
            Intake intake = new Intake(
                    BodyRule.DEFAULT,
                    Optional.empty(),
                    variant < 6 ? Optional.empty() : Optional.of(HOUR.multipliedBy(5)),
                    Optional.empty(),
                    Optional.empty());
            StreamRule stream =
                    new StreamRule("b", StreamFormat.JSON, Optional.of("/k"), false, IdRule.DEFAULT, intake);
            return new JoinHarness(Map.of("b", stream), WhenInTests.EXPRESSIONS, rule()).after(elapsed);
        }

        /** Returns how many turns ended with a full key. */
        int run(List<Arrival> script) {
            int found = 0;
            for (List<Arrival> arrivals : JoinHarness.split(script, random, 7)) {
                if (arrivals.get(0).isTime()) {
                    pass(arrivals.get(0).after());
                } else {
                    turn(arrivals);
                }
                found += counted() > 0 ? 1 : 0;
                if (random.nextInt(6) == 0) {
                    change(1 + random.nextInt(4));
                }
            }
            return found;
        }

        void pass(Duration time) {
            elapsed = elapsed.plus(time);
            harness.after(time);
            turn(List.of());
        }

        /** Runs a turn, and more until nothing is owed or due. */
        void turn(List<Arrival> arrivals) {
            List<Arrival> coming = arrivals;
            boolean goesOn = true;
            while (goesOn) {
                state = InMemoryHeldState.read(state.write());
                ledger = LedgerRow.read(ledger.write());
                int budget = 1 + random.nextInt(3);
                boolean owes =
                        harness.turn(state, ++epoch, coming, ledger, budget).any();
                goesOn = owes || harness.nextDueMillis() <= harness.nowMillis() + epoch;
                check(coming);
                coming = List.of();
            }
        }

        /** What is counted is what the rows say; who is full is so, and who is not is not, or was not touched. */
        private void check(List<Arrival> arrivals) {
            Set<String> full = full();
            assertThat(counted()).isEqualTo(full.size());
            for (String key : List.of("k", "l", "m", "k0", "k1", "k2")) {
                boolean reaches = held(key) >= max;
                boolean touched =
                        arrivals.stream().anyMatch(arrival -> arrival.key().equals(key));
                if (full.contains(key) || touched || before.contains(key)) {
                    assertThat(full.contains(key))
                            .as("%s, of which %d of %d are held", key, held(key), max)
                            .isEqualTo(reaches);
                }
            }
            before = full;
        }

        /** Changes {@code max} as the hub does. */
        void change(int to) {
            boolean raised = to > max;
            while (raised && counted() > 0) {
                long left = counted();
                harness.recount(state, ++epoch, ledger, 1);
                assertThat(counted()).isEqualTo(left - 1);
            }
            max = to;
            harness = harness();
            before = full();
            check(List.of());
        }

        long counted() {
            return ledger.count(LINE, Counter.FULL);
        }

        Set<String> full() {
            Set<String> full = new TreeSet<>();
            state.scan(RowKey.groups(JOIN), (row, stored) -> {
                if (GroupHead.read(stored).of(B).full()) {
                    full.add(new String(RowKey.keyOfGroup(row), UTF_8));
                }
                return true;
            });
            return full;
        }

        private int held(String key) {
            return harness.held(state).getOrDefault("j/b " + key, List.of()).size();
        }
    }
}
