package io.roundabout.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.join.JoinHarness.Ending;
import io.roundabout.pipeline.BodyRule;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.IdRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.Intake;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Otherwise;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.ResultRule;
import io.roundabout.pipeline.StreamRule;
import io.roundabout.state.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that a user's class judges. */
class ClassTest {
    private static final int BAD = 13;

    /** Complete when the {@code b} make ten, or at the deadline if there is an {@code a}; cannot judge a 13. */
    private static final Expressions EXPRESSIONS = new Expressions() {
        @Override
        public MessageFilter filter(StreamRule rule) {
            throw new IllegalArgumentException(rule.name());
        }

        @Override
        public GroupCondition condition(JoinRule rule, Pipeline pipeline) {
            throw new IllegalArgumentException(rule.name());
        }

        @Override
        public Selection selection(JoinRule rule, Pipeline pipeline) {
            throw new IllegalArgumentException(rule.name());
        }

        @Override
        public GroupJudge judge(JoinRule rule) {
            return (group, nowMillis, over) -> answer(group, over);
        }
    };

    private static Judgement answer(GroupView group, boolean over) {
        int sum = 0;
        for (int i = 0; i < group.count(1); i++) {
            int number = Integer.parseInt(new String(group.body(1, i), UTF_8));
            if (number == BAD) {
                return new Judgement.Failed("13");
            }
            sum += number;
        }
        boolean complete = sum >= 10 || (over && group.count(0) > 0);
        String body = "{\"key\":\"" + new String(group.key(), UTF_8) + "\",\"a\":" + group.count(0) + ",\"sum\":" + sum
                + ",\"c\":" + group.count(2) + "}";
        return complete ? new Judgement.Complete(body.getBytes(UTF_8)) : new Judgement.Waiting();
    }

    private static JoinRule join(Optional<Duration> within, Otherwise otherwise) {
        return new JoinRule(
                "j",
                List.of(new Input("a", InputMode.ONE), new Input("b", InputMode.ALL), new Input("c", InputMode.LATEST)),
                new io.roundabout.pipeline.Ending(new Completion.All(), within, otherwise),
                new ResultRule(Optional.empty(), Optional.of("com.acme.Ten")),
                "j");
    }

    private static Ending run(JoinRule join, List<Arrival> script) {
        return new JoinHarness(Map.of(), EXPRESSIONS, join).run(script);
    }

    private static Ending run(Arrival... script) {
        return run(join(Optional.empty(), Otherwise.DEAD), List.of(script));
    }

    private static Arrival of(String stream, int number) {
        return Arrival.of(stream, "k", Integer.toString(number));
    }

    @Test
    void isCompleteWhenTheClassSaysSo() {
        Ending ending = run(of("b", 3), of("a", 1), of("c", 1), of("b", 7), of("b", 2), of("b", 9));

        assertThat(ending.results("j"))
                .containsExactly(
                        "{\"key\":\"k\",\"a\":1,\"sum\":10,\"c\":1}", "{\"key\":\"k\",\"a\":0,\"sum\":11,\"c\":1}");
        assertThat(ending.counts()).containsEntry("j/b", Map.of(Counter.IN, 4L, Counter.USED, 4L));
    }

    @Test
    void isNotAskedAboutWhatNothingUsesUp() {
        assertThat(run(of("c", BAD)).results("dead/j")).isEmpty();
    }

    @Test
    void setsAsideWhatItCannotJudgeAndGoesOn() {
        Ending ending = run(of("c", 5), of("a", 1), of("a", 2), of("b", 4), of("b", BAD), of("b", 10));

        assertThat(ending.results("dead/j"))
                .containsExactly(
                        "{\"key\":\"k\", a 1 rule-failed}",
                        "{\"key\":\"k\", b 13 rule-failed}",
                        "{\"key\":\"k\", b 4 rule-failed}");
        assertThat(ending.results("j")).containsExactly("{\"key\":\"k\",\"a\":1,\"sum\":10,\"c\":1}");
        assertThat(ending.counts())
                .containsEntry("j/a", Map.of(Counter.IN, 2L, Counter.USED, 1L, Counter.DEAD, 1L))
                .containsEntry("j/b", Map.of(Counter.IN, 3L, Counter.USED, 1L, Counter.DEAD, 2L))
                .containsEntry("j/c", Map.of(Counter.IN, 1L, Counter.HELD, 1L));
    }

    @Test
    void doesNotUseALatestByFailing() {
        StreamRule c = new StreamRule(
                "c",
                StreamFormat.JSON,
                Optional.of("/k"),
                false,
                IdRule.DEFAULT,
                new Intake(
                        BodyRule.DEFAULT,
                        Optional.empty(),
                        Optional.of(Duration.ofHours(1)),
                        Optional.empty(),
                        Optional.empty()));

        Ending ending = new JoinHarness(Map.of("c", c), EXPRESSIONS, join(Optional.empty(), Otherwise.DEAD))
                .run(List.of(of("c", 5), of("b", BAD), Arrival.pass(Duration.ofHours(2))));

        assertThat(ending.results("dead/j"))
                .containsExactly("{\"key\":\"k\", b 13 rule-failed}", "{\"key\":\"k\", c 5 expired}");
    }

    @Test
    void isAskedAtTheDeadlineWhatToMakeOfWhatIsThere() {
        JoinRule partial = join(Optional.of(Duration.ofHours(1)), Otherwise.PARTIAL);
        Arrival later = Arrival.pass(Duration.ofHours(2));

        assertThat(run(partial, List.of(of("a", 1), of("b", 4), later)).results("j"))
                .containsExactly("{\"key\":\"k\",\"a\":1,\"sum\":4,\"c\":0}");
        Ending waits = run(partial, List.of(of("b", 4), later));
        assertThat(waits.results("j")).isEmpty();
        assertThat(waits.results("dead/j")).containsExactly("{\"key\":\"k\", b 4 expired}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void makesTheSameHoweverTurnsAreCut(int seed) {
        Random random = new Random(seed);
        List<Arrival> script = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String stream = List.of("a", "b", "b", "b", "c").get(random.nextInt(5));
            script.add(Arrival.of(stream, "k" + random.nextInt(3), Integer.toString(random.nextInt(BAD + 1)))
                    .inBatch(random.nextInt(4) == 0 ? 0 : i / 6));
        }

        Ending ending = run(join(Optional.empty(), Otherwise.DEAD), script);

        assertThat(ending.results("j")).isNotEmpty();
        assertThat(ending.results("dead/j")).isNotEmpty();
    }
}
