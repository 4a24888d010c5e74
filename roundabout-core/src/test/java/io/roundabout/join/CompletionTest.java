package io.roundabout.join;

import static io.roundabout.pipeline.InputMode.ALL;
import static io.roundabout.pipeline.InputMode.LATEST;
import static io.roundabout.pipeline.InputMode.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.join.JoinHarness.Ending;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.state.Counter;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When groups are complete, and what they are made of then. */
class CompletionTest {
    private static final Completion ANY = new Completion.Any();
    private static final Completion TWO = new Completion.AtLeast(2);

    @Test
    void listsEveryMessageOfAnAllInput() {
        JoinRule shipment = join(new Completion.All(), new Input("a", ONE), new Input("b", ALL));

        Ending ending = new JoinHarness(shipment).run(b("k", 1), b("k", 2), a("k", 9), a("k", 10), b("k", 3));

        assertThat(ending.results("j"))
                .containsExactly("{\"key\":\"k\",\"a\":9,\"b\":[1,2]}", "{\"key\":\"k\",\"a\":10,\"b\":[3]}");
        assertThat(ending.held()).isEmpty();
        assertThat(ending.counts()).containsEntry("j/b", Map.of(Counter.IN, 3L, Counter.USED, 3L));
    }

    @Test
    void isCompleteWithEachMessageAndWhateverLatestIsThere() {
        JoinRule any = join(ANY, new Input("a", ONE), new Input("b", ALL), new Input("c", LATEST));

        Ending ending = new JoinHarness(any).run(a("k", 1), c("k", 9), a("k", 2), b("k", 3), c("k", 10));

        assertThat(ending.results("j"))
                .containsExactly(
                        "{\"key\":\"k\",\"a\":1}",
                        "{\"key\":\"k\",\"a\":2,\"c\":9}",
                        "{\"key\":\"k\",\"b\":[3],\"c\":9}");
        assertThat(ending.held()).isEqualTo(Map.of("j/c k", List.of("10")));
    }

    @Test
    void isCompleteOnceForABatch() {
        JoinRule any = join(ANY, new Input("a", ONE), new Input("b", ALL));

        Ending ending = new JoinHarness(any)
                .run(
                        b("k", 1).inBatch(1),
                        a("k", 2).inBatch(1),
                        b("l", 5).inBatch(1),
                        b("k", 3).inBatch(1),
                        b("k", 4));

        assertThat(ending.results("j"))
                .containsExactly(
                        "{\"key\":\"k\",\"a\":2,\"b\":[1,3]}",
                        "{\"key\":\"l\",\"b\":[5]}",
                        "{\"key\":\"k\",\"b\":[4]}");
    }

    @Test
    void seesTheNewestLatestOfABatch() {
        JoinRule enriched = join(new Completion.All(), new Input("a", ONE), new Input("c", LATEST));

        Ending ending = new JoinHarness(enriched)
                .run(
                        c("k", 7),
                        a("k", 1).inBatch(1),
                        c("k", 8).inBatch(1),
                        a("k", 2).inBatch(1),
                        c("k", 9).inBatch(1));

        assertThat(ending.results("j"))
                .containsExactly("{\"key\":\"k\",\"a\":1,\"c\":9}", "{\"key\":\"k\",\"a\":2,\"c\":9}");
    }

    @Test
    void isCompleteWithEnoughInputs() {
        JoinRule two = join(TWO, new Input("a", ONE), new Input("b", ONE), new Input("c", LATEST));

        Ending ending = new JoinHarness(two).run(a("k", 1), a("k", 2), c("k", 9), b("k", 3), b("l", 4), a("l", 5));

        assertThat(ending.results("j"))
                .containsExactly(
                        "{\"key\":\"k\",\"a\":1,\"c\":9}",
                        "{\"key\":\"k\",\"a\":2,\"c\":9}",
                        "{\"key\":\"k\",\"b\":3,\"c\":9}",
                        "{\"key\":\"l\",\"a\":5,\"b\":4}");
    }

    @Test
    void needsAnInputThatIsNotLatest() {
        JoinRule two = join(TWO, new Input("a", ONE), new Input("c", LATEST), new Input("d", LATEST));

        Ending ending = new JoinHarness(two).run(c("k", 1), Arrival.of("d", "k", "2"), a("k", 3));

        assertThat(ending.results("j")).containsExactly("{\"key\":\"k\",\"a\":3,\"c\":1,\"d\":2}");
    }

    @Test
    void judgesWhatStandsInFront() {
        JoinRule when = join(new Completion.When("two of b"), new Input("a", ONE), new Input("b", ALL));

        Ending ending = harness(when).run(b("k", 1), a("k", 2), b("k", 3), b("k", 4), b("k", 5), a("k", 6));

        assertThat(ending.results("j"))
                .containsExactly("{\"key\":\"k\",\"a\":2,\"b\":[1,3]}", "{\"key\":\"k\",\"b\":[4,5]}");
        assertThat(ending.held()).isEqualTo(Map.of("j/a k", List.of("6")));
    }

    @Test
    void saysWhoCompletedAResultAndWhatIsMissing() {
        JoinRule any = join(ANY, new Input("a", ONE), new Input("b", ALL), new Input("c", LATEST));
        JoinRule two = join(TWO, new Input("a", ONE), new Input("b", ONE), new Input("c", LATEST));
        JoinRule when = join(new Completion.When("two of b"), new Input("a", ONE), new Input("b", ALL));

        assertThat(properties(any, b("k", 1))).isEqualTo(Map.of("completed-by", "any", "missing", "a,c"));
        assertThat(properties(two, a("k", 1), b("k", 2))).isEqualTo(Map.of("completed-by", "count", "missing", "c"));
        assertThat(properties(when, a("k", 1), b("k", 2), b("k", 3))).isEqualTo(Map.of("completed-by", "when"));
    }

    private static Map<String, String> properties(JoinRule rule, Arrival... arrivals) {
        InMemoryHeldState state = new InMemoryHeldState();
        JoinHarness harness = harness(rule);
        harness.turn(state, 1, Arrays.asList(arrivals), new LedgerRow());
        List<StoredMessage> results = harness.results(state, "j");
        return results.get(results.size() - 1).properties();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void doesWhatTheContractSaysHoweverItIsSplitIntoTurns(int variant) {
        for (int round = 0; round < 12; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            JoinRule rule = rule(variant);
            List<Arrival> script = script(random, rule, 70);

            Ending ending = harness(rule).run(script);

            Ending expected = new JoinOracle(rule, Map.of(), WhenInTests::holds).run(script);
            assertThat(ending.byKey().results())
                    .as("%s, seed %d", rule, seed)
                    .isEqualTo(expected.byKey().results());
            assertThat(ending.held()).as("%s, seed %d", rule, seed).isEqualTo(expected.held());
            assertThat(ending.counts()).as("%s, seed %d", rule, seed).isEqualTo(expected.counts());
        }
    }

    private static JoinRule rule(int variant) {
        Input a = new Input("a", ONE);
        Input b = new Input("b", variant % 2 == 0 ? ONE : ALL);
        Input c = new Input("c", LATEST);
        Input d = new Input("d", LATEST);
        return switch (variant) {
            case 0, 1 -> join(new Completion.All(), a, b, c);
            case 2, 3 -> join(ANY, b, a, c);
            case 4, 5 -> join(TWO, a, b, c, d);
            default -> join(new Completion.When("two of b"), a, b, c);
        };
    }

    /** Messages of which many wait when a {@code latest} comes, some of them in batches. */
    static List<Arrival> script(Random random, JoinRule rule, int size) {
        List<String> consumed = streams(rule, false);
        List<String> latest = streams(rule, true);
        List<Arrival> script = new ArrayList<>();
        int batch = 0;
        for (int i = 0; i < size; i++) {
            boolean late = i > size / 4 && !latest.isEmpty() && random.nextInt(5) == 0;
            List<String> streams = late ? latest : consumed;
            String stream = streams.get(random.nextInt(streams.size()));
            batch = random.nextInt(3) == 0 ? i + 1 : batch;
            Arrival arrival = Arrival.of(stream, "k" + random.nextInt(3), Integer.toString(i));
            script.add(random.nextInt(4) == 0 ? arrival : arrival.inBatch(batch % 2 == 0 ? batch : 0));
        }
        return script;
    }

    private static List<String> streams(JoinRule rule, boolean latest) {
        return rule.inputs().stream()
                .filter(input -> (input.mode() == InputMode.LATEST) == latest)
                .map(Input::stream)
                .toList();
    }

    private static JoinHarness harness(JoinRule rule) {
        return new JoinHarness(Map.of(), WhenInTests.EXPRESSIONS, rule);
    }

    private static JoinRule join(Completion completion, Input... inputs) {
        return new JoinRule(
                "j", List.of(inputs), new io.roundabout.pipeline.Ending(completion), ResultRule.BODIES, "j");
    }

    private static Arrival a(String key, int body) {
        return Arrival.of("a", key, Integer.toString(body));
    }

    private static Arrival b(String key, int body) {
        return Arrival.of("b", key, Integer.toString(body));
    }

    private static Arrival c(String key, int body) {
        return Arrival.of("c", key, Integer.toString(body));
    }
}
