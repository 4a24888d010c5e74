package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import io.roundabout.state.Counter;
import io.roundabout.state.Ledger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrandedTest {
    private static final String STREAMS = """
            version: 1
            streams: {orders: {key: /c}, customers: {key: /id}, refunds: {key: /c}}
            """;
    private static final Pipeline BEFORE =
            pipeline(STREAMS + "joins: {enriched: {inputs: {orders: one, customers: latest}}}");

    private final Ledger ledger = new Ledger();

    @Test
    void letsAnythingChangeWhileNothingIsHeld() {
        assertThatCode(() -> check(Pipeline.NONE)).doesNotThrowAnyException();
    }

    @Test
    void letsAPipelineGrow() {
        ledger.add("enriched/orders", Counter.HELD, 3);
        ledger.add("enriched", Counter.MADE, 1);
        ledger.add("refunds", Counter.MADE, 1);

        assertThatCode(() -> check(pipeline("""
                version: 1
                streams: {orders: {key: /c}, customers: {key: /id}, refunds: {key: /c}, more: {}}
                joins: {enriched: {inputs: {customers: latest, orders: one}}}
                """))).doesNotThrowAnyException();
    }

    @Test
    void namesEverythingThatWouldBeStranded() {
        ledger.add("enriched/orders", Counter.HELD, 3);
        ledger.add("enriched", Counter.MADE, 5);
        ledger.add("enriched", Counter.ACCEPTED, 1);
        ledger.add("refunds", Counter.MADE, 2);

        assertThatThrownBy(() -> check(pipeline(
                        STREAMS + "joins: {enriched: {inputs: {orders: one, refunds: one}, output: renamed}}")))
                .hasMessage("WOULD_STRAND: join 'enriched' holds 3 messages and has other inputs; 4 messages wait at"
                        + " 'enriched', which is no address any more; 2 messages wait at 'refunds', which is no address any"
                        + " more. Collect them first, or declare what is new under other names. With --allow-stranded what"
                        + " joins and computes hold becomes dead letters of theirs, and what waits can be collected until"
                        + " nothing is left.");
    }

    @Test
    void setsAsideWhatJoinsHold() {
        ledger.add("enriched/orders", Counter.HELD, 3);
        ledger.add("refunds", Counter.MADE, 2);

        Stranded stranded = Stranded.by(BEFORE, pipeline(STREAMS), ledger);

        assertThat(stranded.toSetAside()).containsExactly("enriched");
        assertThat(stranded.texts()).containsExactly("join 'enriched' holds 3 messages and is gone");
    }

    @Test
    void keepsWhatSubscriptionsHold() {
        Pipeline topic = pipeline(STREAMS + "joins: {enriched: {inputs: {orders: one, customers: latest}}}\n"
                + "outputs: {enriched: {deliver: topic}}");
        ledger.add("enriched/ada/daily", Counter.MADE, 2);

        assertThat(Stranded.by(topic, topic, ledger).texts()).isEmpty();
        assertThatThrownBy(() -> Stranded.by(topic, BEFORE, ledger).requireNoneFirm())
                .hasMessage("WOULD_STRAND: 2 messages wait at 'enriched/ada/daily', which is delivered in another way"
                        + " then. Collect them or end the subscription first.");
        assertThatThrownBy(() -> Stranded.by(topic, pipeline(STREAMS), ledger).requireNone())
                .hasMessageStartingWith("WOULD_STRAND: 2 messages wait at 'enriched/ada/daily'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streams: {orders: {}} ~ {from: orders, key: k, aggregate: count(*) AS many}",
                "streams: {orders: {}} ~ {from: orders, key: c, aggregate: count(*) AS n}",
                "streams: {orders: {}} ~ {from: orders, key: k, aggregate: count(*) AS n, window: 1h}",
                "streams: {orders: {fields: {k: int}}} ~ {from: orders, key: k, aggregate: count(*) AS n}"
            })
    void namesAComputeWhoseSumsWouldMeanSomethingElse(String change) {
        ledger.add("counted/counted", Counter.HELD, 7);
        String before = """
                version: 1
                streams: {orders: {}}
                computes: {counted: {from: orders, key: k, aggregate: count(*) AS n}}
                """;
        String after = "version: 1\n" + change.replace(" ~ ", "\ncomputes: {counted: ") + "}\n";

        Stranded stranded = Stranded.by(pipeline(before), pipeline(after), ledger);

        assertThat(stranded.texts()).containsExactly("compute 'counted' keeps 7 results and adds up otherwise");
        assertThat(stranded.toSetAside()).containsExactly("counted");
        assertThat(Stranded.by(pipeline(before), pipeline(before), ledger).texts())
                .isEmpty();
        assertThat(Stranded.by(pipeline(before), pipeline("version: 1\nstreams: {orders: {}}\n"), ledger)
                        .texts())
                .containsExactly("compute 'counted' keeps 7 results and is gone");
        assertThat(Stranded.by(pipeline(before), pipeline(after), new Ledger()).texts())
                .isEmpty();
    }

    private void check(Pipeline after) {
        Stranded.by(BEFORE, after, ledger).requireNone();
    }

    private static Pipeline pipeline(String text) {
        return PipelineFile.parse(Map.of("pipeline.yaml", text));
    }
}
