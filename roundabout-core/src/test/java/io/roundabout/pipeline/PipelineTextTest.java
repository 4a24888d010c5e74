package io.roundabout.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.StreamFormat;
import io.roundabout.outbox.BrokerAddress;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PipelineTextTest {
    private static final Optional<Duration> DAY = Optional.of(Duration.ofDays(1));

    @Test
    void keepsAllThatAStreamSays() {
        Intake orders = new Intake(
                new BodyRule(
                        Optional.of("{\"type\": \"object\"}"), OnInvalid.REFUSE, Map.of("amount", "decimal(18,2)")),
                Optional.of("amount > 0"),
                DAY,
                Optional.of(new Quota(OptionalLong.of(10_000_000), OptionalLong.of(20L << 30))),
                Optional.of(new Expectation.By(LocalTime.of(6, 0), ZoneId.of("Europe/Lisbon"))));
        Intake shops = new Intake(
                BodyRule.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Quota(OptionalLong.empty(), OptionalLong.of(1))),
                Optional.of(new Expectation.Every(Duration.ofHours(1))));

        assertKept(new Pipeline(
                Map.of("orders", stream("orders", orders), "shops", stream("shops", shops)), Map.of(), Map.of()));
    }

    @Test
    void keepsAllThatAJoinSays() {
        List<Input> inputs =
                List.of(new Input("a", InputMode.ONE), new Input("b", InputMode.ALL, 7), new Input("c", InputMode.ALL));
        Map<String, JoinRule> joins = new LinkedHashMap<>();
        for (Ending ending : List.of(
                new Ending(new Completion.All(), DAY, Otherwise.PARTIAL),
                new Ending(new Completion.Any(), DAY, Otherwise.DEAD),
                new Ending(new Completion.AtLeast(2), DAY, Otherwise.DROP),
                new Ending(new Completion.When("size(b) > 1")))) {
            String name = "j" + joins.size();
            joins.put(name, new JoinRule(name, inputs, ending, ResultRule.BODIES, name));
        }
        ResultRule select = new ResultRule(Optional.of("a.x AS \"y\""), Optional.empty());
        joins.put("s", new JoinRule("s", inputs, Ending.DEFAULT, select, "other"));
        ResultRule java = new ResultRule(Optional.empty(), Optional.of("com.acme.MyRule"));
        joins.put("u", new JoinRule("u", inputs, Ending.DEFAULT, java, "u"));

        assertKept(new Pipeline(Map.of(), joins, Map.of()));
    }

    @Test
    void keepsComputesOutputsAndWhatIsSaidOfUndeclaredNames() {
        ComputeRule words = new ComputeRule(
                "words",
                "lines",
                Optional.of(new Explode("split(value, ' ')", "word")),
                "word",
                "count(*) AS n",
                Optional.empty());
        Window window = new Window(Duration.ofHours(1), Optional.of("/at"), Duration.ofMinutes(10));
        ComputeRule turnover = new ComputeRule(
                "turnover", "orders", Optional.empty(), "/country", "count(*) AS n", Optional.of(window));
        OutputRule topic = new OutputRule(
                "topic", Deliver.TOPIC, 3, new Keeping(DAY, OnExpiry.DROP, DAY), Optional.of("enriched"));
        OutputRule relay = new OutputRule(
                "relay",
                Deliver.QUEUE,
                3,
                Keeping.DEFAULT,
                Optional.of("enriched"),
                Optional.of(BrokerAddress.parse("amqps://hub@broker:5000/a%20b?capability=topic")));
        Map<String, ComputeRule> computes = new LinkedHashMap<>();
        computes.put("words", words);
        computes.put("turnover", turnover);

        assertKept(new Pipeline(
                Map.of(), Map.of(), computes, Map.of("topic", topic, "relay", relay), Optional.of(Undeclared.REFUSE)));
    }

    private static StreamRule stream(String name, Intake intake) {
        return new StreamRule(name, StreamFormat.JSON, Optional.of("/k"), false, IdRule.DEFAULT, intake);
    }

    private static void assertKept(Pipeline pipeline) {
        String text = PipelineText.of(pipeline);
        assertThat(PipelineText.read(text)).isEqualTo(pipeline);
        assertThat(PipelineText.of(PipelineText.read(text))).isEqualTo(text);
    }
}
