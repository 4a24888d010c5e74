package io.roundabout.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Ending;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Otherwise;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders:    {key: /customer, id: /order_id}
              customers: {key: /id}
              letters:   {key: /to}
            joins:
              enriched: {inputs: {orders: one, customers: latest}}
            """;

    @TestFactory
    Stream<DynamicTest> ourOwnRules() {
        return PipelineTests.in(Path.of("src/test/resources/rehearsal"));
    }

    @Test
    void triesEveryOrderOfAFew() {
        Verdict verdict = only("""
                cases:
                  both:
                    given:
                      - orders: {order_id: 1, customer: c1}
                      - customers: {id: c1}
                    then:
                      enriched: [{key: c1, orders: {order_id: 1, customer: c1}, customers: {id: c1}}]
                      held: {enriched: {customers: 1}}
                """, new RehearsalOptions(1, 200));
        assertThat(verdict.failure()).isEmpty();
        assertThat(verdict.orders()).isEqualTo(16);
    }

    @Test
    void findsTheOrderInWhichTheNewestCustomerIsAnother() {
        Verdict verdict = only("""
                cases:
                  the newest wins:
                    given:
                      - customers: {id: c1, name: old}
                      - customers: {id: c1, name: new}
                      - orders: {order_id: 1, customer: c1}
                      - letters: {to: somebody}
                    then:
                      enriched: [{key: c1, orders: {order_id: 1, customer: c1}, customers: {id: c1, name: new}}]
                      letters: [{to: somebody}]
                """, new RehearsalOptions(7, 200));
        Verdict.Failure failure = verdict.failure().orElseThrow();
        assertThat(failure.seed()).isEqualTo(7);
        assertThat(failure.order())
                .as("one neighbour was swapped, and nothing else is otherwise")
                .isIn(
                        List.of(
                                "  customers {\"id\":\"c1\",\"name\":\"new\"}",
                                "  customers {\"id\":\"c1\",\"name\":\"old\"}",
                                "  orders {\"order_id\":1,\"customer\":\"c1\"}",
                                "  letters {\"to\":\"somebody\"}"),
                        List.of(
                                "  customers {\"id\":\"c1\",\"name\":\"old\"}",
                                "  orders {\"order_id\":1,\"customer\":\"c1\"}",
                                "  customers {\"id\":\"c1\",\"name\":\"new\"}",
                                "  letters {\"to\":\"somebody\"}"));
        assertThat(failure.differences())
                .containsExactly(
                        "enriched: missing {\"key\":\"c1\",\"orders\":{\"order_id\":1,\"customer\":\"c1\"},"
                                + "\"customers\":{\"id\":\"c1\",\"name\":\"new\"}}",
                        "enriched: not expected {\"key\":\"c1\",\"orders\":{\"order_id\":1,\"customer\":\"c1\"},"
                                + "\"customers\":{\"id\":\"c1\",\"name\":\"old\"}} {completed-by=all, key=c1}");
        assertThat(verdict.text()).contains("seed 7, order ").contains("the shortest order that fails:\n");
    }

    @Test
    void makesTheSameOrdersOfTheSameSeed() {
        String text = """
                cases:
                  many:
                    given:
                      - {letters: {to: a, n: 1}}
                      - {letters: {to: a, n: 2}}
                      - {letters: {to: a, n: 3}}
                      - {letters: {to: a, n: 4}}
                      - {letters: {to: a, n: 5}}
                      - {letters: {to: a, n: 6}}
                    then:
                      letters: {in-order: [{to: a, n: 1}, {to: a, n: 2}, {to: a, n: 3}, {to: a, n: 4}, {to: a, n: 5}, {to: a, n: 6}]}
                """;
        assertThat(only(text, new RehearsalOptions(3, 50)).failure())
                .isPresent()
                .isEqualTo(only(text, new RehearsalOptions(3, 50)).failure());
        assertThat(only(
                                text.replace("to: a, n", "to: a, n").replace("}}\n", "}, vehicle: v}\n"),
                                new RehearsalOptions(3, 50))
                        .failure())
                .as("one vehicle keeps its order")
                .isEmpty();
    }

    @Test
    void namesEveryProblemOfTheCases() {
        assertThatThrownBy(() -> rehearsal("""
                cases:
                  wrong:
                    given:
                      - {orderz: {n: 1}}
                      - {at: 1h}
                      - {letters: {to: a}, at: soon}
                    whn: []
                    when:
                      - collct: letters
                    then:
                      enrichd: []
                  nothing: {}
                """))
                .asInstanceOf(type(InvalidCasesException.class))
                .extracting(InvalidCasesException::problems)
                .isEqualTo(List.of(
                        "p.test.yaml: case 'wrong': nothing in a case is named 'whn'; did you mean 'when'?",
                        "p.test.yaml: case 'wrong', given 2: it names no stream; write '- STREAM: body', and beside it key, id,"
                                + " vehicle, batch or at",
                        "p.test.yaml: case 'wrong', given 3: 'soon' is not a duration such as 500ms, 30s, 30m, 2h or 7d; write"
                                + " one of these",
                        "p.test.yaml: case 'wrong', when: nothing that happens is 'collct'; did you mean 'collect'?",
                        "p.test.yaml: case 'nothing': it has no 'then'; say what is there, or 'then: {}' for nothing",
                        "p.test.yaml: case 'wrong': there is no stream 'orderz'; did you mean 'orders'?",
                        "p.test.yaml: case 'wrong': there is no address 'enrichd'; did you mean 'enriched'?"));
        assertThatThrownBy(() -> rehearsal("cases: {")).hasMessageContaining("p.test.yaml:1: not YAML: ");
        assertThatThrownBy(() -> rehearsal("case: {}")).hasMessageContaining("it has no cases; write 'cases:'");
    }

    @Test
    void letsTimePassToTheMillisecond() {
        Pipeline within = PipelineFile.parse(Map.of("p.yaml", PIPELINE));
        JoinRule enriched = Objects.requireNonNull(within.joins().get("enriched"));
        Ending day = new Ending(new Completion.All(), Optional.of(Duration.ofDays(1)), Otherwise.DEAD);
        JoinRule dated = new JoinRule("enriched", enriched.inputs(), day, enriched.result(), enriched.output());
        Rehearsal rehearsal = Rehearsal.of(
                new Pipeline(within.streams(), Map.of("enriched", dated), within.outputs()),
                Map.of("p.test.yaml", """
                cases:
                  just before its deadline an order meets its customer:
                    acts:
                      - given: [{orders: {order_id: 1, customer: c1}, at: 1h}]
                        when: [{before: 25h}]
                        then: {held: {enriched: {orders: 1}}}
                      - given: [{customers: {id: c1}}]
                        then: {enriched: [{key: c1, orders: {order_id: 1, customer: c1}, customers: {id: c1}}]}
                  at its deadline it is a dead letter:
                    given: [{orders: {order_id: 1, customer: c1}, at: 1h}, {letters: {to: a}, at: 30h}]
                    when: [{until: 40h}]
                    then:
                      dead/enriched: [{reason: expired, origin: orders, body: {order_id: 1, customer: c1}}]
                      letters: [{to: a}]
                      held: {}
                """));
        assertThat(rehearsal.run(RehearsalOptions.DEFAULT))
                .allSatisfy(verdict ->
                        assertThat(verdict.isPassed()).as(verdict.text()).isTrue());
    }

    @Test
    void runsTheExampleOfTheDocs(@TempDir Path folder) throws IOException {
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "testing.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(2);
        Files.writeString(folder.resolve("pipeline.yaml"), blocks.get(0));
        Path cases = Files.writeString(folder.resolve("shop.test.yaml"), blocks.get(1));
        assertThat(Rehearsal.of(folder).run(RehearsalOptions.DEFAULT))
                .extracting(Verdict::text)
                .containsExactly(
                        "ok      an order meets its customer, whichever comes first (16 orders)",
                        "ok      a newer name is for the orders after it (8 orders)",
                        "ok      an order without a customer is refused (8 orders)");
        Files.writeString(cases, blocks.get(1).replaceAll(", at: [0-9]h", ""));
        assertThat(Rehearsal.of(folder).run(RehearsalOptions.DEFAULT))
                .filteredOn(verdict -> !verdict.isPassed())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.text())
                        .startsWith("FAILED  a newer name is for the orders after it\n        in " + cases
                                + ", seed 1, order 1;"));
    }

    private static Verdict only(String text, RehearsalOptions options) {
        List<Verdict> verdicts = rehearsal(text).run(options);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    private static Rehearsal rehearsal(String text) {
        return Rehearsal.of(PipelineFile.parse(Map.of("p.yaml", PIPELINE)), Map.of("p.test.yaml", text));
    }
}
