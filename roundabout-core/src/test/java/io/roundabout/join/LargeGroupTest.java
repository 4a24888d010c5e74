package io.roundabout.join;

import static io.roundabout.pipeline.InputMode.ALL;
import static io.roundabout.pipeline.InputMode.ONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Ending;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Otherwise;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.state.Counter;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.LedgerLine;
import io.roundabout.state.LedgerRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lists of messages that would not fit into memory together. */
class LargeGroupTest {
    /** Two of them are one too many. */
    private static final String HALF = "\"" + "x".repeat((int) (Judging.MOST_BYTES / 2)) + "\"";

    private static final Duration HOUR = Duration.ofHours(1);

    private final InMemoryHeldState state = new InMemoryHeldState();
    private final LedgerRow ledger = new LedgerRow();
    private long epoch;

    @Test
    void setsAsideWhatIsTooLargeForAResult() {
        JoinHarness harness = harness(new Ending(new Completion.All()));
        turn(harness, b(HALF));
        turn(harness, b(HALF));

        turn(harness, a(1), b("2"), a(3));

        assertThat(letters(harness)).containsExactlyInAnyOrder("a too-large", "b too-large", "b too-large");
        assertThat(results(harness)).containsExactly("{\"key\":\"k\",\"a\":3,\"b\":[2]}");
        assertThat(ledger.count(new LedgerLine(3, 2), Counter.DEAD)).isEqualTo(2);
        assertThat(harness.held(state)).isEmpty();
    }

    @Test
    void setsAsideWhatIsTooLargeToBeJudged() {
        JoinHarness harness = harness(new Ending(new Completion.When("two of b")));

        turn(harness, a(1), b(HALF).inBatch(1), b(HALF).inBatch(1));
        turn(harness, b("1"), b("2"));

        assertThat(letters(harness)).containsExactlyInAnyOrder("a too-large", "b too-large", "b too-large");
        assertThat(results(harness)).containsExactly("{\"key\":\"k\",\"b\":[1,2]}");
    }

    @Test
    void setsAsideWhatIsTooLargeAtItsDeadline() {
        Map<Otherwise, List<String>> expected = Map.of(
                Otherwise.PARTIAL, List.of("b too-large", "b too-large"),
                Otherwise.DEAD, List.of("b expired", "b expired"),
                Otherwise.DROP, List.of());
        expected.forEach((otherwise, letters) -> {
            LargeGroupTest test = new LargeGroupTest();
            JoinHarness harness = harness(new Ending(new Completion.All(), Optional.of(HOUR), otherwise));
            test.turn(harness, b(HALF));
            test.turn(harness, b(HALF));

            test.turn(harness.after(HOUR));

            assertThat(test.letters(harness)).as(otherwise.name()).isEqualTo(letters);
            assertThat(test.results(harness)).isEmpty();
            assertThat(harness.held(test.state)).isEmpty();
        });
    }

    private static JoinHarness harness(Ending ending) {
        return new JoinHarness(
                Map.of(),
                WhenInTests.EXPRESSIONS,
                new JoinRule("j", List.of(new Input("a", ONE), new Input("b", ALL)), ending, ResultRule.BODIES, "j"));
    }

    private void turn(JoinHarness harness, Arrival... arrivals) {
        harness.turn(state, ++epoch, List.of(arrivals), ledger, 100);
    }

    private List<String> results(JoinHarness harness) {
        return harness.results(state, "j").stream()
                .map(result -> new String(result.body(), UTF_8))
                .toList();
    }

    private List<String> letters(JoinHarness harness) {
        return harness.results(state, "dead/j").stream()
                .map(StoredMessage::properties)
                .map(properties -> properties.get("origin") + " " + properties.get("reason"))
                .toList();
    }

    private static Arrival a(int body) {
        return Arrival.of("a", "k", "" + body);
    }

    private static Arrival b(String body) {
        return Arrival.of("b", "k", body);
    }
}
