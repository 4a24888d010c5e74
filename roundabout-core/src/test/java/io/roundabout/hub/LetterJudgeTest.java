package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.circulation.Destination;
import io.roundabout.entrance.StreamFormat;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LetterJudgeTest {
    private static final Pipeline PIPELINE = new Pipeline(
            Map.of(
                    "orders",
                    new StreamRule(
                            "orders",
                            StreamFormat.JSON,
                            Optional.of("/customer"),
                            false,
                            new IdRule(Optional.of("/id"), IdRule.DEFAULT.remember(), Optional.empty())),
                    "customers",
                    stream("customers", "/id"),
                    "notes",
                    stream("notes", "/k")),
            Map.of(
                    "named",
                    new JoinRule(
                            "named",
                            List.of(new Input("orders", InputMode.ONE), new Input("customers", InputMode.LATEST)),
                            "named")),
            Map.of());

    private final LetterJudge judge = judge(false);

    @Test
    void sendsBackToTheAddressThatItWasCollectedAt() {
        assertThat(judge.of(letter("{}", Map.of("reason", "rejected", "origin", "named"))))
                .isEqualTo(new Destination.Address("named"));
        assertThat(judge.of(letter("{}", Map.of("reason", "max-deliveries", "origin", "notes"))))
                .isEqualTo(new Destination.Address("notes"));
    }

    @Test
    void takesARefusedMessageIfTheDoorDoesNow() {
        Destination destination =
                judge.of(letter("{\"customer\":\"c1\"}", Map.of("reason", "no-key", "origin", "orders")));

        assertThat(destination).isInstanceOfSatisfying(Destination.Stream.class, to -> {
            assertThat(to.stream()).isEqualTo("orders");
            assertThat(to.key()).isEqualTo("c1".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void leavesWhatIsStillRefused() {
        assertThat(judge.of(letter("{\"client\":\"c1\"}", Map.of("reason", "no-key", "origin", "orders"))))
                .isEqualTo(new Destination.Stays("still refused: no-key"));
    }

    @Test
    void saysTheNewReason() {
        assertThat(judge.of(letter("{\"customer\":[]}", Map.of("reason", "no-key", "origin", "orders"))))
                .isInstanceOfSatisfying(
                        Destination.DeadAgain.class,
                        to -> assertThat(to.reason()).isEqualTo("bad-key"));
    }

    @Test
    void leavesWhatIsNotWholeOrFromNowhere() {
        assertThat(judge.of(letter("{}", Map.of("reason", "too-long", "origin", "notes", "truncated", "true"))))
                .isEqualTo(new Destination.Stays("only its beginning was kept"));
        assertThat(judge.of(letter("{}", Map.of("reason", "rejected", "origin", "gone"))))
                .isEqualTo(new Destination.Stays("'gone' is not there any more"));
    }

    @Test
    void sendsBackThreeTimesUnlessItIsForced() {
        StoredMessage often = letter("{}", Map.of("reason", "rejected", "origin", "notes", "redriven", "3"));

        assertThat(judge.of(often)).isInstanceOf(Destination.Stays.class);
        assertThat(judge(true).of(often)).isEqualTo(new Destination.Address("notes"));
    }

    @Test
    void takesWhatAJoinGaveUpWithoutItsId() {
        Destination destination =
                judge.of(letter("{\"customer\":\"c1\",\"id\":7}", Map.of("reason", "expired", "origin", "orders")));

        assertThat(destination)
                .isInstanceOfSatisfying(
                        Destination.Stream.class, to -> assertThat(to.id()).isNull());
    }

    @Test
    void doublesNothingWhereAnotherJoinHadItToo() {
        JoinRule named = Objects.requireNonNull(PIPELINE.joins().get("named"));
        Pipeline two = new Pipeline(
                PIPELINE.streams(),
                Map.of("named", named, "seen", new JoinRule("seen", named.inputs(), "seen")),
                Map.of());

        assertThat(new LetterJudge(two, "dead/named", true)
                        .of(letter("{\"customer\":\"c1\"}", Map.of("reason", "expired", "origin", "orders"))))
                .isEqualTo(new Destination.Stays("several take 'orders', and the others had it"));
    }

    /** Who takes the stream now may have taken it then, too. */
    @Test
    void doublesNothingWhereTheTakerThatGaveItUpIsGone() {
        StoredMessage stranded = letter("{\"customer\":\"c1\"}", Map.of("reason", "stranded", "origin", "orders"));
        StoredMessage keyless = letter("{\"customer\":\"c1\"}", Map.of("reason", "no-key", "origin", "orders"));

        assertThat(new LetterJudge(PIPELINE, "dead/gone", false).of(stranded))
                .isEqualTo(new Destination.Stays(
                        "'gone' takes no 'orders' any more, and who does now may have had it; --force sends it"));
        assertThat(new LetterJudge(PIPELINE, "dead/gone", false).of(keyless)).isInstanceOf(Destination.Stays.class);
        assertThat(new LetterJudge(PIPELINE, "dead/gone", true).of(stranded)).isInstanceOf(Destination.Stream.class);
    }

    /** What it could not add was taken, so that it is not for the door to say; its own results are. */
    @Test
    void sendsBackToAComputeWhatNobodyElseHad() {
        Map<String, ComputeRule> computes =
                Map.of("counted", compute("counted", "notes"), "summed", compute("summed", "named"));
        Pipeline pipeline = new Pipeline(PIPELINE.streams(), PIPELINE.joins(), computes, Map.of(), Optional.empty());
        LetterJudge counted = new LetterJudge(pipeline, "dead/counted", false);
        Map<String, String> properties = Map.of("reason", "no-key", "origin", "notes");

        assertThat(counted.of(letter("{\"k\":\"a\"}", properties))).isInstanceOf(Destination.Stream.class);
        assertThat(counted.of(letter("{}", Map.of("reason", "stranded", "origin", "counted"))))
                .isEqualTo(new Destination.Address("counted"));
        assertThat(new LetterJudge(pipeline, "dead/summed", false)
                        .of(letter("{}", Map.of("reason", "no-key", "origin", "named"))))
                .isEqualTo(new Destination.Stays("it is a result of join 'named', and others had it"));
        Pipeline shared = new Pipeline(
                PIPELINE.streams(),
                PIPELINE.joins(),
                Map.of("counted", compute("counted", "notes"), "other", compute("other", "notes")),
                Map.of(),
                Optional.empty());
        assertThat(new LetterJudge(shared, "dead/counted", false).of(letter("{\"k\":\"a\"}", properties)))
                .isEqualTo(new Destination.Stays("several take 'notes', and the others had it"));
    }

    private static ComputeRule compute(String name, String from) {
        return new ComputeRule(name, from, Optional.empty(), "/k", "count(*) AS n", Optional.empty());
    }

    private static LetterJudge judge(boolean force) {
        return new LetterJudge(PIPELINE, "dead/named", force);
    }

    private static StreamRule stream(String name, String key) {
        return new StreamRule(name, StreamFormat.JSON, Optional.of(key), false);
    }

    private static StoredMessage letter(String body, Map<String, String> properties) {
        byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
        return new StoredMessage(1, 0, 0, 0, "orders", null, "application/json", properties, utf8, null);
    }
}
