package io.roundabout.join;

import static io.roundabout.pipeline.InputMode.ALL;
import static io.roundabout.pipeline.InputMode.LATEST;
import static io.roundabout.pipeline.InputMode.ONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.join.JoinHarness.Ending;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.BodyRule;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.Intake;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Otherwise;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.state.Counter;
import io.roundabout.state.CountingHeldState;
import io.roundabout.state.HeldState;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held for a time only: groups with a deadline, and messages with a ttl. */
class DeadlineTest {
    private static final Completion EVERY = new Completion.All();
    private static final Duration DAY = Duration.ofDays(1);
    private static final Input A = new Input("a", ONE);
    private static final Input B = new Input("b", ONE);
    private static final Input C = new Input("c", LATEST);

    private final LedgerRow ledger = new LedgerRow();
    private final InMemoryHeldState state = new InMemoryHeldState();
    private long epoch;

    @Test
    void makesAResultOfWhatIsThere() {
        JoinRule rule = within(DAY, Otherwise.PARTIAL, A, B, C);

        Ending ending = new JoinHarness(rule).run(c("k", 9), a("k", 1), a("k", 2), pass(DAY), b("k", 3), a("l", 4));

        assertThat(ending.results("j"))
                .containsExactly("{\"key\":\"k\",\"a\":1,\"c\":9}", "{\"key\":\"k\",\"a\":2,\"c\":9}");
        assertThat(ending.held())
                .containsOnly(entry("j/b k", List.of("3")), entry("j/a l", List.of("4")), entry("j/c k", List.of("9")));
        assertThat(ending.counts()).containsEntry("j/a", Map.of(Counter.IN, 3L, Counter.USED, 2L, Counter.HELD, 1L));
    }

    @Test
    void saysWhatAPartialResultLacks() {
        JoinHarness harness = new JoinHarness(within(DAY, Otherwise.PARTIAL, A, B, C));
        harness.turn(state, 1, List.of(a("k", 1)), ledger);

        harness.after(DAY).turn(state, 2, List.of(), ledger);

        StoredMessage result = harness.results(state, "j").get(0);
        assertThat(result.properties()).isEqualTo(Map.of("completed-by", "timeout", "missing", "b,c"));
        assertThat(result.firstSeenMillis()).isEqualTo(JoinHarness.NOW + 1);
        assertThat(result.position()).isZero();
    }

    @Test
    void setsTheMessagesOfAGroupAside() {
        JoinHarness harness = new JoinHarness(within(DAY, Otherwise.DEAD, A, B, C));
        harness.turn(state, 1, List.of(a("k", 1), c("k", 9)), ledger);

        harness.after(DAY).turn(state, 2, List.of(), ledger);

        StoredMessage letter = harness.results(state, "dead/j").get(0);
        assertThat(harness.results(state, "dead/j")).hasSize(1);
        assertThat(letter.properties())
                .isEqualTo(Map.of(
                        "reason", "expired",
                        "detail", "its group was not complete within 1d; missing: b",
                        "origin", "a"));
        assertThat(new String(letter.body(), UTF_8)).isEqualTo("1");
        assertThat(letter.key()).isEqualTo("k".getBytes(UTF_8));
        assertThat(letter.contentType()).isEqualTo("application/json");
        assertThat(letter.firstSeenMillis()).isEqualTo(JoinHarness.NOW + 1);
    }

    @Test
    void dropsAGroupAndCountsIt() {
        JoinRule rule = within(DAY, Otherwise.DROP, A, new Input("b", ALL), C);

        Ending ending = new JoinHarness(rule).run(b("k", 1), b("k", 2), c("k", 9), pass(DAY));

        assertThat(ending.results("dead/j")).isEmpty();
        assertThat(ending.held()).isEqualTo(Map.of("j/c k", List.of("9")));
        assertThat(ending.counts()).containsEntry("j/b", Map.of(Counter.IN, 2L, Counter.DROPPED, 2L));
    }

    @Test
    void countsFromTheFirstMessageOfTheGroup() {
        JoinRule rule = within(Duration.ofHours(3), Otherwise.DEAD, A, B, new Input("d", ONE));
        Duration hour = Duration.ofHours(1);

        Ending ending = new JoinHarness(rule)
                .run(a("k", 1), pass(hour), b("k", 2), pass(hour), a("k", 3), pass(hour), b("k", 4));

        assertThat(ending.results("dead/j"))
                .containsExactly("{\"key\":\"k\", a 1 expired}", "{\"key\":\"k\", b 2 expired}");
        assertThat(ending.held()).isEqualTo(Map.of("j/a k", List.of("3"), "j/b k", List.of("4")));
    }

    @Test
    void setsAMessagePastItsTtlAsideAlone() {
        JoinHarness harness = harness(Map.of("a", DAY), within(DAY.multipliedBy(2), Otherwise.PARTIAL, A, B));

        Ending ending = harness.run(b("k", 1), a("l", 2), pass(DAY), b("l", 3));

        assertThat(ending.results("dead/j")).containsExactly("{\"key\":\"l\", a 2 expired}");
        assertThat(ending.held()).isEqualTo(Map.of("j/b k", List.of("1"), "j/b l", List.of("3")));
        assertThat(ending.counts()).containsEntry("j/a", Map.of(Counter.IN, 1L, Counter.EXPIRED, 1L));
    }

    @Test
    void dropsALatestPastItsTtlIfItWasUsed() {
        JoinHarness harness = harness(Map.of("c", DAY), new JoinRule("j", List.of(A, C), "j"));

        Ending ending = harness.run(c("k", 8), a("k", 1), c("l", 9), pass(DAY), a("k", 2));

        assertThat(ending.results("j")).containsExactly("{\"key\":\"k\",\"a\":1,\"c\":8}");
        assertThat(ending.results("dead/j")).containsExactly("{\"key\":\"l\", c 9 expired}");
        assertThat(ending.held()).isEqualTo(Map.of("j/a k", List.of("2")));
        assertThat(ending.counts())
                .containsEntry("j/c", Map.of(Counter.IN, 2L, Counter.DROPPED, 1L, Counter.EXPIRED, 1L));
    }

    @Test
    void startsTheTimeOfALatestAnewWithEachMessage() {
        JoinHarness harness = harness(Map.of("c", Duration.ofHours(3)), new JoinRule("j", List.of(A, C), "j"));
        Duration two = Duration.ofHours(2);

        Ending ending = harness.run(c("k", 8), pass(two), c("k", 9), pass(two), a("k", 1), pass(two), a("k", 2));

        assertThat(ending.results("j")).containsExactly("{\"key\":\"k\",\"a\":1,\"c\":9}");
        assertThat(ending.held()).isEqualTo(Map.of("j/a k", List.of("2")));
        assertThat(ending.counts())
                .containsEntry("j/c", Map.of(Counter.IN, 2L, Counter.SUPERSEDED, 1L, Counter.DROPPED, 1L));
    }

    @Test
    void expiresNothingEarly() {
        JoinHarness harness = harness(Map.of("a", DAY), new JoinRule("j", List.of(A, B), "j"));
        harness.turn(state, 0, List.of(a("k", 1)), ledger);
        assertThat(harness.nextDueMillis()).isEqualTo(JoinHarness.NOW + DAY.toMillis());

        harness.after(DAY.minusMillis(1)).turn(state, 0, List.of(), ledger);
        assertThat(harness.results(state, "dead/j")).isEmpty();

        harness.after(Duration.ofMillis(1)).turn(state, 0, List.of(), ledger);
        assertThat(harness.results(state, "dead/j")).hasSize(1);
        assertThat(harness.nextDueMillis()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void forgetsTheIdOfWhatExpiredWhenItIsTime() {
        JoinHarness harness = harness(Map.of("a", Duration.ofHours(1)), new JoinRule("j", List.of(A, B), "j"));
        Duration hour = Duration.ofHours(1);

        Ending ending = harness.run(
                a("k", 1).withId("i"),
                pass(hour),
                a("k", 1).withId("i"),
                pass(DAY),
                a("k", 1).withId("i"));

        assertThat(ending.counts()).containsEntry("a", Map.of(Counter.DUPLICATES, 1L));
        assertThat(ending.held()).isEqualTo(Map.of("j/a k", List.of("1")));
    }

    @Test
    void leavesNoRowBehindButWhereTheQueuesStand() {
        JoinHarness harness = harness(Map.of("a", DAY, "b", DAY, "c", DAY), within(DAY, Otherwise.DROP, A, B, C));
        harness.turn(state, 1, List.of(a("k", 1), b("l", 2), c("m", 3), a("m", 4)), ledger);
        harness.turn(state, 2, List.of(a("l", 5), c("l", 6), c("m", 7)), ledger);

        harness.after(DAY).turn(state, 3, List.of(), ledger);

        assertThat(harness.results(state, "j")).hasSize(1);
        assertThat(harness.results(state, "dead/j"))
                .as("the latest that was not used")
                .hasSize(1);
        assertThat(state.size())
                .as("two letters, the heads of two lanes, three queues")
                .isEqualTo(2 + 2 + 3);
    }

    @Test
    void costsNothingWhereNothingIsHeldForATime() {
        JoinHarness harness = new JoinHarness(new JoinRule("j", List.of(A, C), "j"));
        CountingHeldState counting = new CountingHeldState();

        harness.turn(counting, 1, List.of(a("k", 1), c("l", 2)), ledger);
        harness.turn(counting, 2, List.of(c("k", 1), c("l", 2)), ledger);

        assertThat(counting.reads()).doesNotContainKey("DEADLINE");
        assertThat(counting.writes()).doesNotContainKey("DEADLINE");
    }

    @Test
    void goesOnInLaterTurnsWithWhatIsDueInMasses() {
        JoinHarness harness = harness(Map.of("a", DAY), new JoinRule("j", List.of(A, B), "j"));
        List<Arrival> waiting = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            waiting.add(a("k" + i % 7, i));
        }
        harness.turn(state, 0, waiting, ledger);
        harness.after(DAY);

        List<Integer> letters = new ArrayList<>();
        while (harness.nextDueMillis() <= harness.nowMillis()) {
            harness.turn(state, 0, List.of(), ledger, 10);
            letters.add(harness.results(state, "dead/j").size());
        }

        assertThat(letters).containsExactly(10, 20, 25);
    }

    @Test
    void letsWhatIsOwedComeBeforeDeadlines() {
        JoinHarness harness = new JoinHarness(within(DAY, Otherwise.DEAD, A, C));
        turn(harness, state, 3, List.of(a("k", 0), a("k", 1), a("k", 2), a("k", 3), a("k", 4), a("k", 5)));
        turn(harness, state, 1, List.of(c("k", 9)));
        harness.after(DAY);

        boolean owes = true;
        while (owes) {
            owes = turn(harness, state, 1, List.of()).any();
        }

        assertThat(harness.results(state, "j")).hasSize(6);
        assertThat(harness.results(state, "dead/j")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void doesWhatTheContractSaysHoweverItIsSplitIntoTurns(int variant) {
        for (int round = 0; round < 8; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            JoinRule rule = rule(variant);
            Map<String, Duration> ttls = ttls(variant);
            List<Arrival> script = CompletionTest.script(random, rule, 60);
            for (int i = 0; i < 12; i++) {
                script.add(random.nextInt(script.size()), pass(Duration.ofHours(1 + random.nextInt(4))));
            }

            Ending ending = harness(ttls, rule).run(script);

            Ending expected = new JoinOracle(rule, ttls, WhenInTests::holds).run(script);
            assertThat(ending.byKey().results())
                    .as("%s, seed %d", rule, seed)
                    .isEqualTo(expected.byKey().results());
            assertThat(ending.held()).as("%s, seed %d", rule, seed).isEqualTo(expected.held());
            assertThat(ending.counts()).as("%s, seed %d", rule, seed).isEqualTo(expected.counts());
        }
    }

    private static JoinRule rule(int variant) {
        Otherwise otherwise =
                List.of(Otherwise.PARTIAL, Otherwise.DEAD, Otherwise.DROP).get(variant % 3);
        Completion completion = List.of(
                        EVERY, new Completion.AtLeast(2), new Completion.When("two of b"), new Completion.AtLeast(3))
                .get(variant / 3);
        Input b = variant % 2 == 0 ? B : new Input("b", ALL);
        Optional<Duration> within = variant == 4 ? Optional.empty() : Optional.of(Duration.ofMinutes(7 * 60 + 30));
        return new JoinRule(
                "j",
                List.of(A, b, C),
                new io.roundabout.pipeline.Ending(completion, within, otherwise),
                ResultRule.BODIES,
                "j");
    }

    private static Map<String, Duration> ttls(int variant) {
        Map<String, Duration> ttls = new LinkedHashMap<>();
        if (variant % 2 == 0) {
            ttls.put("a", Duration.ofMinutes(5 * 60 + 20));
        }
        if (variant % 4 < 2) {
            ttls.put("c", Duration.ofMinutes(3 * 60 + 10));
        }
        return ttls;
    }

    private Owed turn(JoinHarness harness, HeldState in, int budget, List<Arrival> arrivals) {
        return harness.turn(in, ++epoch, arrivals, ledger, budget);
    }

    private static JoinHarness harness(Map<String, Duration> ttls, JoinRule rule) {
        Map<String, StreamRule> streams = new LinkedHashMap<>();
        ttls.forEach((stream, ttl) -> streams.put(
                stream,
                new StreamRule(
                        stream,
                        StreamFormat.JSON,
                        Optional.of("/k"),
                        false,
                        IdRule.DEFAULT,
                        new Intake(
                                BodyRule.DEFAULT,
                                Optional.empty(),
                                Optional.of(ttl),
                                Optional.empty(),
                                Optional.empty()))));
        return new JoinHarness(streams, WhenInTests.EXPRESSIONS, rule);
    }

    private static JoinRule within(Duration within, Otherwise otherwise, Input... inputs) {
        return new JoinRule(
                "j",
                List.of(inputs),
                new io.roundabout.pipeline.Ending(EVERY, Optional.of(within), otherwise),
                ResultRule.BODIES,
                "j");
    }

    private static Arrival pass(Duration time) {
        return Arrival.pass(time);
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
