package io.roundabout.join;

import static io.roundabout.pipeline.InputMode.LATEST;
import static io.roundabout.pipeline.InputMode.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.join.JoinHarness.Ending;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.state.Counter;
import io.roundabout.state.CountingHeldState;
import io.roundabout.state.LedgerRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages with duplicate ids, joined in every way that must make no difference. */
class JoinIdsTest {
    private static final JoinRule PAIR =
            new JoinRule("pair", List.of(new Input("a", ONE), new Input("b", ONE)), "pair");
    private static final JoinRule ENRICHED =
            new JoinRule("enriched", List.of(new Input("a", ONE), new Input("c", LATEST)), "enriched");

    @Test
    void takesWhatIsHeldOnce() {
        Ending ending =
                new JoinHarness(PAIR).run(a("k", 1).withId("i"), a("k", 1).withId("i"), b("k", 2), b("k", 3));

        assertThat(ending.results("pair")).containsExactly("{\"key\":\"k\",\"a\":1,\"b\":2}");
        assertThat(ending.held()).isEqualTo(Map.of("pair/b k", List.of("3")));
        assertThat(ending.counts())
                .containsEntry("a", Map.of(Counter.DUPLICATES, 1L))
                .containsEntry("pair/a", Map.of(Counter.IN, 1L, Counter.USED, 1L));
    }

    @Test
    void knowsWhatWasUsed() {
        Ending ending = new JoinHarness(PAIR)
                .run(
                        a("k", 1).withId("i"),
                        b("k", 2).withId("i"),
                        a("k", 1).withId("i"),
                        b("k", 2).withId("i"));

        assertThat(ending.results("pair")).containsExactly("{\"key\":\"k\",\"a\":1,\"b\":2}");
        assertThat(ending.held()).isEmpty();
        assertThat(ending.counts())
                .containsEntry("a", Map.of(Counter.DUPLICATES, 1L))
                .containsEntry("b", Map.of(Counter.DUPLICATES, 1L));
    }

    @Test
    void refusesAnotherBody() {
        Ending ending =
                new JoinHarness(PAIR).run(a("k", 1).withId("i"), a("k", 9).withId("i"), b("k", 2));

        assertThat(ending.results("pair")).containsExactly("{\"key\":\"k\",\"a\":1,\"b\":2}");
        assertThat(ending.counts()).containsEntry("a", Map.of(Counter.REFUSED, 1L));
    }

    @Test
    void letsANewerBodyReplaceTheLatest() {
        Ending ending = new JoinHarness(ENRICHED)
                .run(c("k", 8).withId("i"), c("k", 9).withId("i"), c("k", 9).withId("i"), a("k", 1));

        assertThat(ending.results("enriched")).containsExactly("{\"key\":\"k\",\"a\":1,\"c\":9}");
        assertThat(ending.held()).isEqualTo(Map.of("enriched/c k", List.of("9")));
        assertThat(ending.counts())
                .containsEntry("c", Map.of(Counter.DUPLICATES, 1L))
                .containsEntry("enriched/c", Map.of(Counter.IN, 2L, Counter.HELD, 1L, Counter.SUPERSEDED, 1L));
    }

    @Test
    void bringsNoSupersededLatestBack() {
        Ending ending = new JoinHarness(ENRICHED)
                .run(c("k", 8).withId("old"), c("k", 9).withId("new"), c("k", 8).withId("old"), a("k", 1));

        assertThat(ending.results("enriched")).containsExactly("{\"key\":\"k\",\"a\":1,\"c\":9}");
    }

    @Test
    void replacesAnIdentifiedLatestByAPlainOneAndBack() {
        Ending ending = new JoinHarness(ENRICHED)
                .run(
                        c("k", 7).withId("i"),
                        c("k", 8),
                        c("k", 9).withId("j"),
                        c("k", 10).withId("i"),
                        a("k", 1));

        assertThat(ending.results("enriched")).containsExactly("{\"key\":\"k\",\"a\":1,\"c\":10}");
        assertThat(ending.counts())
                .containsEntry("enriched/c", Map.of(Counter.IN, 4L, Counter.HELD, 1L, Counter.SUPERSEDED, 3L));
    }

    @Test
    void joinsAsIfDuplicatesHadNotCome() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Arrival> script = new ArrayList<>();
        List<Arrival> withoutDuplicates = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            String key = "k" + random.nextInt(4);
            int id = random.nextInt(30);
            Arrival plain = List.of(a(key, id), b(key, id), c(key, id)).get(random.nextInt(3));
            boolean identified = random.nextInt(5) > 0;
            script.add(identified ? plain.withId("i" + id) : plain);
            if (!identified || seen.add(plain.stream() + " " + key + " " + id)) {
                withoutDuplicates.add(plain);
            }
        }

        Ending ending = new JoinHarness(PAIR, ENRICHED).run(script);

        Ending expected = new JoinHarness(PAIR, ENRICHED).run(withoutDuplicates);
        assertThat(ending.results()).as("seed %d", seed).isEqualTo(expected.results());
        assertThat(ending.held()).as("seed %d", seed).isEqualTo(expected.held());
        for (String input : List.of("pair/a", "pair/b", "enriched/a", "enriched/c")) {
            assertThat(ending.counts().get(input))
                    .as("%s, seed %d", input, seed)
                    .isEqualTo(expected.counts().get(input));
        }
    }

    @Test
    void isHeldUntilEveryJoinHasLetGo() {
        JoinHarness harness = new JoinHarness(PAIR, ENRICHED);
        CountingHeldState state = new CountingHeldState();
        LedgerRow ledger = new LedgerRow();

        harness.turn(state, 1, List.of(a("k", 1).withId("i"), b("k", 2)), ledger);
        assertThat(state.writes()).doesNotContainKey("LEAVING");

        harness.turn(state, 2, List.of(c("k", 9)), ledger);
        assertThat(state.writes()).as("its entry").containsEntry("LEAVING", 1);
    }

    @Test
    void readsNothingOfAPlainLatestToReplaceIt() {
        JoinHarness harness = new JoinHarness(ENRICHED);
        CountingHeldState state = new CountingHeldState();
        LedgerRow ledger = new LedgerRow();

        harness.turn(state, 1, List.of(c("k", 8)), ledger);
        harness.turn(state, 2, List.of(c("k", 9)), ledger);

        assertThat(state.reads()).isEqualTo(Map.of("GROUP", 2));
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
