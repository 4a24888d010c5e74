package io.roundabout.join;

import static io.roundabout.pipeline.InputMode.LATEST;
import static io.roundabout.pipeline.InputMode.ONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Ending;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.state.Counter;
import io.roundabout.state.CountingHeldState;
import io.roundabout.state.HeldState;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Completions that a turn has no budget for: later turns make them, as it would have. */
class LongCompletionTest {
    private static final JoinRule ENRICHED = join("enriched", new Input("a", ONE), new Input("c", LATEST));

    private final JoinHarness harness = new JoinHarness(ENRICHED);
    private final LedgerRow ledger = new LedgerRow();
    private final InMemoryHeldState state = new InMemoryHeldState();
    private long epoch;

    @Test
    void makesWhatTheBudgetAllowsAndOwesTheOthers() {
        turn(state, 3, waiting("k", 10));

        Owed owed = turn(state, 3, List.of(c("k", 9)));

        assertThat(bodies(state)).as("one of its own, and three").hasSize(4);
        assertThat(owed.any()).isTrue();
        assertThat(held()).isEqualTo(6);
        assertThat(turn(state, 3, List.of()).any()).isTrue();
        assertThat(bodies(state)).hasSize(7);
        assertThat(turn(state, 3, List.of()).any()).isFalse();
        assertThat(bodies(state)).isEqualTo(results("k", 0, 10, 9));
        assertThat(held()).isZero();
    }

    @Test
    void usesTheLatestThatWasInForceWhenEachBecamePossible() {
        List<Arrival> script = new ArrayList<>(waiting("k", 6));
        script.add(c("k", 100));
        script.add(a("k", 6));
        script.add(c("k", 101));
        script.add(c("k", 102));
        script.add(a("k", 7));
        script.add(a("k", 8));
        script.add(c("k", 103));

        JoinHarness.Ending ending = harness.run(script);

        List<String> expected = new ArrayList<>(results("k", 0, 7, 100));
        expected.addAll(results("k", 7, 9, 102));
        assertThat(ending.results("enriched")).isEqualTo(expected);
        assertThat(ending.held()).isEqualTo(Map.of("enriched/c k", List.of("103")));
    }

    @Test
    void makesTheSameHoweverLittleATurnMayMake() {
        List<JoinHarness> harnesses = List.of(
                harness,
                new JoinHarness(join("j", new Input("a", ONE), new Input("b", ONE), new Input("c", LATEST))),
                new JoinHarness(join("j", new Input("c", LATEST), new Input("a", ONE), new Input("d", LATEST))),
                new JoinHarness(ENRICHED, join("j", new Input("b", ONE), new Input("c", LATEST))));
        for (JoinHarness each : harnesses) {
            for (int round = 0; round < 8; round++) {
                each.run(randomScript(round));
            }
        }
    }

    private static List<Arrival> randomScript(int round) {
        Random random = new Random(round);
        List<Arrival> script = new ArrayList<>();
        String streams = round % 2 == 0 ? "aaaabbbbcd" : "aaabbbccdd";
        for (int i = 0; i < 60; i++) {
            String stream = streams.substring(random.nextInt(streams.length())).substring(0, 1);
            boolean early = i < 20 && (stream.equals("c") || stream.equals("d"));
            script.add(Arrival.of(early ? "a" : stream, "k" + random.nextInt(3), "" + i));
        }
        script.removeIf(arrival -> arrival.stream().equals("d") && round % 4 < 2);
        return script;
    }

    @Test
    void letsMessagesWaitForWhatTheyBroughtAboutAndNoOthers() {
        turn(state, 1, waiting("k", 5));
        turn(state, 1, waiting("l", 2));

        Owed first = turn(state, 1, List.of(a("m", 0), c("m", 1), c("k", 9), a("n", 0)));
        Owed second = turn(state, 1, List.of(c("k", 10), c("l", 9), a("o", 0), a("k", 5)));

        assertThat(waits(first)).containsExactly("2 for 0");
        assertThat(waits(second)).containsExactly("0 for 1", "1 for 2", "3 for 1");
        assertThat(List.of(first.doneBefore(), second.doneBefore())).containsExactly(0L, 0L);
        List<Long> done = new ArrayList<>();
        boolean owes = true;
        while (owes) {
            Owed owed = turn(state, 1, List.of());
            assertThat(waits(owed)).isEmpty();
            done.add(owed.doneBefore());
            owes = owed.any();
        }
        assertThat(done).containsExactly(0L, 1L, 2L, 3L);
        assertThat(bodies(state)).filteredOn(body -> body.contains("\"l\"")).isEqualTo(results("l", 0, 2, 9));
    }

    @Test
    void leavesTheBudgetToThoseWhoCompleteMoreThanOne() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            arrivals.add(a("pair" + i, i));
            arrivals.add(c("pair" + i, i));
        }
        arrivals.addAll(waiting("k", 5));
        arrivals.add(c("k", 9));

        Owed owed = turn(state, 4, arrivals);

        assertThat(owed.any()).isFalse();
        assertThat(bodies(state)).hasSize(105);
    }

    @Test
    void servesOthersWhileAGroupOwes() {
        turn(state, 2, waiting("hot", 100));
        turn(state, 2, List.of(c("hot", 9)));

        turn(state, 2, List.of(a("cold", 0), c("cold", 1)));

        assertThat(bodies(state)).contains("{\"key\":\"cold\",\"a\":0,\"c\":1}").hasSize(3 + 2 + 1);
    }

    @Test
    void reachesItsCursorsByGetHoweverManyThereAre() {
        CountingHeldState counting = new CountingHeldState();
        List<Arrival> latests = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            turn(counting, 0, waiting("k" + i, 2));
            latests.add(c("k" + i, 9));
        }
        turn(counting, 0, latests);
        int before = counting.reads().getOrDefault("CURSOR", 0);

        turn(counting, 3, List.of());

        assertThat(counting.reads().getOrDefault("CURSOR", 0) - before)
                .as("which there are, three cursors and whether there are pins")
                .isEqualTo(1 + 3 + 3);
    }

    @Test
    void writesPinnedMessagesOnce() {
        CountingHeldState counting = new CountingHeldState();
        turn(counting, 1, waiting("k", 50));
        turn(counting, 1, List.of(c("k", 9)));
        turn(counting, 1, List.of(c("k", 10)));
        int before = counting.writes().getOrDefault("CURSOR", 0);

        turn(counting, 5, List.of());

        assertThat(counting.writes().getOrDefault("CURSOR", 0) - before)
                .as("the cursor, and how often the pinned message is still to be used")
                .isEqualTo(2);
        assertThat(bodies(counting)).allMatch(body -> body.endsWith("\"c\":9}"));
    }

    @Test
    void keepsLargeLatestsInBounds() {
        String large = "\"" + "x".repeat(1 << 20) + "\"";
        List<Arrival> latests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            turn(state, 1, waiting("k" + i, 3));
            latests.add(Arrival.of("c", "k" + i, large));
        }
        turn(state, 1, latests);

        turn(state, 100, List.of(c("k0", 1), a("k0", 3)));

        assertThat(bodies(state)).hasSize(40 * 3 + 1);
    }

    @Test
    void stopsWhenACursorOwesWhatItsGroupCannotMake() {
        turn(state, 1, waiting("k", 5));
        turn(state, 1, List.of(c("k", 9)));
        state.put(RowKey.cursor(0), Cursor.owing(3, "k".getBytes(UTF_8), 99).write());

        assertThatThrownBy(() -> turn(state, 1_000, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a cursor of join 'enriched' owes 96 results that its group cannot make");
    }

    /** Other rules left it so, and no cursor stands for it. */
    @Test
    void makesWhatOnlyOtherRulesMakeCompleteWhileAnotherKeyOwes() {
        List<Input> inputs = List.of(new Input("a", ONE), new Input("b", ONE), new Input("c", LATEST));
        Ending never = new Ending(new Completion.When("b is even"));
        JoinHarness before = new JoinHarness(
                Map.of(), WhenInTests.EXPRESSIONS, new JoinRule("j", inputs, never, ResultRule.BODIES, "j"));
        JoinHarness now = new JoinHarness(new JoinRule("j", inputs, "j"));
        before.turn(state, ++epoch, List.of(a("k", 1), b("k", 1), c("k", 1)), ledger);
        List<Arrival> hot = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hot.add(a("hot", i));
            hot.add(b("hot", i));
        }
        hot.add(c("hot", 9));
        assertThat(now.turn(state, ++epoch, hot, ledger, 1).any()).isTrue();

        Owed owed = now.turn(state, ++epoch, List.of(c("k", 2), a("k", 2)), ledger, 1);
        while (owed.any()) {
            owed = now.turn(state, ++epoch, List.of(), ledger, 1);
        }

        assertThat(now.results(state, "j"))
                .extracting(result -> new String(result.body(), UTF_8))
                .hasSize(6)
                .contains("{\"key\":\"k\",\"a\":1,\"b\":1,\"c\":2}");
    }

    @Test
    void goesOnWithGroupsThatDoNotSayYetThatTheyOwe() {
        turn(state, 1, waiting("k", 6));
        turn(state, 1, List.of(c("k", 9)));
        byte[] cursors = Objects.requireNonNull(state.get(RowKey.cursors()));
        cursors[0] = 1;
        state.put(RowKey.cursors(), cursors);
        byte[] head = RowKey.group(3, "k".getBytes(UTF_8));
        state.put(head, new GroupHead(GroupHead.read(state.get(head)).inputs(), 0).write());

        Owed owed = turn(state, 1, List.of(c("k", 10), a("k", 6)));
        while (owed.any()) {
            owed = turn(state, 1, List.of());
        }

        List<String> expected = new ArrayList<>(results("k", 0, 6, 9));
        expected.addAll(results("k", 6, 7, 10));
        assertThat(bodies(state)).isEqualTo(expected);
        assertThat(Objects.requireNonNull(state.get(RowKey.cursors()))[0])
                .as("version")
                .isEqualTo((byte) 1);
        turn(state, 0, waiting("l", 2));
        turn(state, 0, List.of(c("l", 9)));
        assertThat(Objects.requireNonNull(state.get(RowKey.cursors()))[0])
                .as("version")
                .isEqualTo((byte) 2);
    }

    private Owed turn(HeldState in, int budget, List<Arrival> arrivals) {
        return harness.turn(in, ++epoch, arrivals, ledger, budget);
    }

    private long held() {
        return ledger.count(new LedgerLine(3, 1), Counter.HELD);
    }

    private List<String> bodies(HeldState in) {
        return harness.results(in, "enriched").stream()
                .map(result -> new String(result.body(), UTF_8))
                .toList();
    }

    private static List<String> waits(Owed owed) {
        List<String> waits = new ArrayList<>();
        owed.waits().forEach((position, cursor) -> waits.add(position + " for " + cursor));
        return waits;
    }

    private static List<String> results(String key, int from, int until, int latest) {
        List<String> results = new ArrayList<>();
        for (int i = from; i < until; i++) {
            results.add("{\"key\":\"" + key + "\",\"a\":" + i + ",\"c\":" + latest + "}");
        }
        return results;
    }

    private static List<Arrival> waiting(String key, int count) {
        List<Arrival> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waiting.add(a(key, i));
        }
        return waiting;
    }

    private static JoinRule join(String name, Input... inputs) {
        return new JoinRule(name, List.of(inputs), name);
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
