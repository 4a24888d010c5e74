package io.roundabout.join;

import static io.roundabout.pipeline.InputMode.LATEST;
import static io.roundabout.pipeline.InputMode.ONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.join.JoinHarness.Ending;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.state.Counter;
import io.roundabout.state.CountingHeldState;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class JoinRuleTest {
    private static final JoinRule PAIR =
            new JoinRule("pair", List.of(new Input("a", ONE), new Input("b", ONE)), "pair");
    private static final JoinRule ENRICHED =
            new JoinRule("enriched", List.of(new Input("a", ONE), new Input("c", LATEST)), "enriched");

    @Test
    void holdsFirstArrivalUntilItsPartnerComes() {
        Ending before = new JoinHarness(PAIR).run(a("k", 1));
        Ending after = new JoinHarness(PAIR).run(a("k", 1), b("k", 2));

        assertThat(before.results("pair")).isEmpty();
        assertThat(before.held()).isEqualTo(Map.of("pair/a k", List.of("1")));
        assertThat(after.results("pair")).containsExactly("{\"key\":\"k\",\"a\":1,\"b\":2}");
        assertThat(after.held()).isEmpty();
    }

    @Test
    void completesInWhicheverOrderTheyCome() {
        Ending ending = new JoinHarness(PAIR).run(b("k", 2), a("k", 1));

        assertThat(ending.results("pair")).containsExactly("{\"key\":\"k\",\"a\":1,\"b\":2}");
    }

    @Test
    void keepsKeysApart() {
        Ending ending = new JoinHarness(PAIR).run(a("k", 1), b("kk", 2), b("", 3));

        assertThat(ending.results("pair")).isEmpty();
        assertThat(ending.held())
                .isEqualTo(Map.of("pair/a k", List.of("1"), "pair/b kk", List.of("2"), "pair/b ", List.of("3")));
    }

    @Test
    void nThMeetsNth() {
        Ending ending = new JoinHarness(PAIR).run(a("k", 1), a("k", 2), a("k", 3), b("k", 1), b("k", 2));

        assertThat(ending.results("pair"))
                .containsExactly("{\"key\":\"k\",\"a\":1,\"b\":1}", "{\"key\":\"k\",\"a\":2,\"b\":2}");
        assertThat(ending.held()).isEqualTo(Map.of("pair/a k", List.of("3")));
        assertThat(ending.counts())
                .containsEntry("pair/a", Map.of(Counter.IN, 3L, Counter.HELD, 1L, Counter.USED, 2L))
                .containsEntry("pair", Map.of(Counter.MADE, 2L));
    }

    @Test
    void lateLatestCompletesWaiting() {
        Ending ending = new JoinHarness(ENRICHED).run(a("k", 1), a("k", 2), c("k", 9), a("k", 3));

        assertThat(ending.results("enriched"))
                .containsExactly(
                        "{\"key\":\"k\",\"a\":1,\"c\":9}",
                        "{\"key\":\"k\",\"a\":2,\"c\":9}",
                        "{\"key\":\"k\",\"a\":3,\"c\":9}");
        assertThat(ending.held()).isEqualTo(Map.of("enriched/c k", List.of("9")));
    }

    @Test
    void latestIsReplaced() {
        Ending ending = new JoinHarness(ENRICHED).run(c("k", 8), c("k", 9), a("k", 1), c("k", 10), a("k", 2));

        assertThat(ending.results("enriched"))
                .containsExactly("{\"key\":\"k\",\"a\":1,\"c\":9}", "{\"key\":\"k\",\"a\":2,\"c\":10}");
        assertThat(ending.held()).isEqualTo(Map.of("enriched/c k", List.of("10")));
        assertThat(ending.counts())
                .containsEntry("enriched/c", Map.of(Counter.IN, 3L, Counter.HELD, 1L, Counter.SUPERSEDED, 2L));
    }

    @Test
    void waitsForAllOfThreeInputs() {
        JoinRule three =
                new JoinRule("three", List.of(new Input("a", ONE), new Input("b", ONE), new Input("c", LATEST)), "out");

        Ending ending = new JoinHarness(three).run(a("k", 1), a("k", 2), c("k", 9), b("k", 5), b("k", 6), b("k", 7));

        assertThat(ending.results("out"))
                .containsExactly("{\"key\":\"k\",\"a\":1,\"b\":5,\"c\":9}", "{\"key\":\"k\",\"a\":2,\"b\":6,\"c\":9}");
        assertThat(ending.held()).isEqualTo(Map.of("three/b k", List.of("7"), "three/c k", List.of("9")));
    }

    @Test
    void streamFeedsTwoJoins() {
        Ending ending = new JoinHarness(PAIR, ENRICHED).run(a("k", 1), b("k", 2), c("k", 9));

        assertThat(ending.results("pair")).containsExactly("{\"key\":\"k\",\"a\":1,\"b\":2}");
        assertThat(ending.results("enriched")).containsExactly("{\"key\":\"k\",\"a\":1,\"c\":9}");
    }

    @Test
    void twoJoinsFeedOneOutputInOrderOfArrival() {
        JoinRule other = new JoinRule("other", List.of(new Input("a", ONE), new Input("c", ONE)), "pair");

        Ending ending = new JoinHarness(PAIR, other).run(a("k", 1), c("k", 9), b("k", 2));

        assertThat(ending.results("pair"))
                .containsExactly("{\"key\":\"k\",\"a\":1,\"c\":9}", "{\"key\":\"k\",\"a\":1,\"b\":2}");
    }

    @Test
    void startsAgainAfterAGroupIsEmpty() {
        Ending ending = new JoinHarness(PAIR).run(a("k", 1), b("k", 1), b("k", 2), a("k", 2), a("k", 3));

        assertThat(ending.results("pair"))
                .containsExactly("{\"key\":\"k\",\"a\":1,\"b\":1}", "{\"key\":\"k\",\"a\":2,\"b\":2}");
        assertThat(ending.held()).isEqualTo(Map.of("pair/a k", List.of("3")));
    }

    @Test
    void leavesNoRowBehindWhenEverythingIsUsed() {
        JoinHarness harness = new JoinHarness(PAIR);
        InMemoryHeldState state = new InMemoryHeldState();
        LedgerRow ledger = new LedgerRow();
        harness.turn(state, 1, List.of(a("k", 1), a("k", 2)), ledger);

        harness.turn(state, 2, List.of(b("k", 1), b("k", 2)), ledger);

        assertThat(state.size()).as("two results and the head of their lane").isEqualTo(3);
    }

    @Test
    void pairsThatMeetWithinATurnCostOneReadEach() {
        JoinHarness harness = new JoinHarness(PAIR);
        CountingHeldState state = new CountingHeldState();

        harness.turn(state, 1, List.of(a("k", 1), b("k", 1), b("l", 2), a("l", 2)), new LedgerRow());

        assertThat(state.reads()).isEqualTo(Map.of("GROUP", 2, "LANE", 1));
        assertThat(state.writes()).isEqualTo(Map.of("OUTBOX", 2, "LANE", 1));
    }

    @Test
    void givesResultsThePlaceOfTheMessageThatCompletedThem() {
        JoinHarness harness = new JoinHarness(ENRICHED);
        InMemoryHeldState state = new InMemoryHeldState();
        LedgerRow ledger = new LedgerRow();
        harness.turn(state, 1, List.of(a("k", 1)), ledger);
        harness.turn(state, 2, List.of(a("k", 2)), ledger);

        harness.turn(state, 3, List.of(a("other", 0), c("k", 9)), ledger);

        assertThat(harness.results(state, "enriched"))
                .extracting(StoredMessage::epoch, StoredMessage::position, StoredMessage::firstSeenMillis)
                .containsExactly(tuple(3L, 1, JoinHarness.NOW + 1), tuple(3L, 1, JoinHarness.NOW + 2));
    }

    @Test
    void completesVeryManyThatWaitForALatest() {
        JoinHarness harness = new JoinHarness(ENRICHED);
        InMemoryHeldState state = new InMemoryHeldState();
        LedgerRow ledger = new LedgerRow();
        List<Arrival> waiting = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            waiting.add(a("hot", i));
        }
        harness.turn(state, 1, waiting, ledger);

        harness.turn(state, 2, List.of(c("hot", 9)), ledger);

        assertThat(harness.results(state, "enriched"))
                .extracting(result -> new String(result.body(), UTF_8))
                .hasSize(20_000)
                .last()
                .isEqualTo("{\"key\":\"hot\",\"a\":19999,\"c\":9}");
    }

    @Test
    void flushesEarlyWhenATurnIsLargerThanItsMemory() {
        String large = "\"" + "x".repeat(1 << 20) + "\"";
        List<Arrival> script = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            script.add(Arrival.of("a", "k" + i % 4, large));
        }
        for (int i = 0; i < 40; i++) {
            script.add(b("k" + i % 4, i));
        }
        InMemoryHeldState state = new InMemoryHeldState();
        JoinHarness harness = new JoinHarness(PAIR);

        harness.turn(state, 1, script, new LedgerRow());

        assertThat(harness.results(state, "pair")).hasSize(40);
        assertThat(state.size()).isEqualTo(41);
    }

    @Test
    void makesTheSameResultsHoweverStreamsInterleave() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            List<Arrival> script = randomScript(random, 60);
            JoinHarness harness = new JoinHarness(PAIR);
            Ending expected = harness.run(script);

            Ending ending = harness.run(interleaved(script, random));

            assertThat(byKey(ending)).as("seed %d", seed).isEqualTo(byKey(expected));
            assertThat(ending.held()).as("seed %d", seed).isEqualTo(expected.held());
            assertThat(ending.counts()).as("seed %d", seed).isEqualTo(expected.counts());
        }
    }

    @Test
    void makesTheSameResultsWheneverALatestComes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            List<Arrival> script = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                script.add(a("k" + random.nextInt(5), i));
            }
            for (int i = 0; i < 5; i++) {
                script.add(c("k" + i, i));
            }
            JoinHarness harness = new JoinHarness(ENRICHED);
            Ending expected = harness.run(script);

            Ending ending = harness.run(interleaved(script, random));

            assertThat(byKey(ending)).as("seed %d", seed).isEqualTo(byKey(expected));
            assertThat(ending.held()).as("seed %d", seed).isEqualTo(expected.held());
        }
    }

    @Test
    void refusesAJoinThatCannotWork() {
        assertThatThrownBy(() -> compile(new Input("a", ONE))).hasMessageContaining("it takes 2 to 127");
        assertThatThrownBy(() -> compile(new Input("a", LATEST), new Input("b", LATEST)))
                .hasMessageContaining("at least one of them not latest");
        assertThatThrownBy(() -> compile(new Input("a", ONE), new Input("a", LATEST)))
                .hasMessage("join 'j' takes a stream twice: [a, a]");
    }

    private static void compile(Input... inputs) {
        Rules.compile(new Pipeline(Map.of(), Map.of("j", new JoinRule("j", List.of(inputs), "j")), Map.of()));
    }

    /** Results of a key are compared in order; those of different keys have none. */
    private static Map<String, List<String>> byKey(Ending ending) {
        Map<String, List<String>> byKey = new TreeMap<>();
        ending.results()
                .values()
                .forEach(results -> results.forEach(result -> byKey.computeIfAbsent(
                                result.substring(0, result.indexOf(',')), key -> new ArrayList<>())
                        .add(result)));
        return byKey;
    }

    private static List<Arrival> randomScript(Random random, int size) {
        List<Arrival> script = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            script.add(Arrival.of(random.nextBoolean() ? "a" : "b", "k" + random.nextInt(4), "" + i));
        }
        return script;
    }

    /** Returns the script in another order that each stream agrees with. */
    private static List<Arrival> interleaved(List<Arrival> script, Random random) {
        Predicate<Arrival> isFirst = arrival -> arrival.stream().equals("a");
        List<Arrival> first = new ArrayList<>(script.stream().filter(isFirst).toList());
        List<Arrival> second =
                new ArrayList<>(script.stream().filter(isFirst.negate()).toList());
        List<Boolean> turns = new ArrayList<>(Collections.nCopies(first.size(), true));
        turns.addAll(Collections.nCopies(second.size(), false));
        Collections.shuffle(turns, random);
        return turns.stream()
                .map(isTurnOfFirst -> (isTurnOfFirst ? first : second).remove(0))
                .toList();
    }

    private static Arrival a(String key, int body) {
        return Arrival.of("a", key, "" + body);
    }

    private static Arrival b(String key, int body) {
        return Arrival.of("b", key, "" + body);
    }

    private static Arrival c(String key, int body) {
        return Arrival.of("c", key, "" + body);
    }
}
