package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final Pipeline PIPELINE = PipelineFile.parse(Map.of("p.yaml", """
                    version: 1
                    streams: {orders: {key: k}, customers: {key: k}, notes: {}}
                    joins: {enriched: {inputs: {orders: one, customers: latest}, output: results}}
                    outputs: {results: {max-deliveries: 3}}
                    """));

    private final Addresses addresses = new Addresses(PIPELINE);

    @ParameterizedTest
    @ValueSource(strings = {"results", "notes", "dead/results", "dead/enriched", "dead/orders", "dead/notes"})
    void knowsOutputsMailboxesAndDeadLetters(String address) {
        assertThat(addresses.refusal(address)).isEmpty();
    }

    @Test
    void namesTheNearestAddress() {
        assertThat(addresses.refusal("result")).contains("nothing is collected at 'result'; did you mean 'results'?");
    }

    @Test
    void listsWhatThereIsWhereNothingIsNear() {
        assertThat(addresses.refusal("warehouse"))
                .contains("nothing is collected at 'warehouse'; there is notes, results");
    }

    @Test
    void saysWhatToCollectInsteadOfATakenStream() {
        assertThat(addresses.refusal("orders"))
                .contains("stream 'orders' is taken by join 'enriched'; collect results");
    }

    @Test
    void knowsHowOftenADeliveryMayFail() {
        assertThat(addresses.maxDeliveries("results")).isEqualTo(3);
        assertThat(addresses.maxDeliveries("notes")).isEqualTo(20);
    }

    @Test
    void findsTheQueuesThatAPatternMeans() {
        Addresses many = new Addresses(PipelineFile.parse(Map.of("p.yaml", """
                        version: 1
                        streams: {shop.eu: {}, shop.us: {}, other: {}}
                        outputs: {shop.news: {from: shop.eu, deliver: topic}}
                        """)));

        assertThat(many.matching("shop.*")).containsExactly("shop.eu", "shop.us");
        assertThat(many.matching("dead/shop.*")).containsExactly("dead/shop.eu", "dead/shop.news", "dead/shop.us");
        assertThat(many.matching("shop.eu")).containsExactly("shop.eu");
        assertThat(many.refusal("shop.*")).isEmpty();
        assertThat(many.refusal("shops.*")).contains("no queue matches 'shops.*'; there is other, shop.eu, shop.us");
        assertThat(many.refusal("shop*"))
                .contains("'shop*' is no pattern; * stands for one part between dots, # for all parts at the end, as in"
                        + " orders.* or orders.#");
        assertThat(new Addresses(Pipeline.NONE).matching("a.*", Set.of("a.b", "b.c", "a.b/c/d")))
                .containsExactly("a.b");
    }

    @Test
    void takesAnyNameWhereNothingIsDeclared() {
        Addresses any = new Addresses(Pipeline.NONE);
        assertThat(any.refusal("whatever")).isEmpty();
        assertThat(any.refusal("dead/whatever")).isEmpty();
        assertThat(any.refusal("what/ever")).contains("'what/ever' is no address; it is a NAME or dead/NAME");
    }

    @Test
    void leavesWhatGoesToABrokerToTheBroker() {
        Addresses relayed = new Addresses(PipelineFile.parse(Map.of("p.yaml", """
                        version: 1
                        streams: {a: {key: none}}
                        outputs: {a.kept: {from: a}, a.sent: {from: a, relay: "amqp://broker/archive"}}
                        """)));

        assertThat(relayed.refusal("a.sent")).as("it may be browsed").isEmpty();
        assertThat(relayed.relayed("a.sent"))
                .contains("output 'a.sent' goes to amqp://broker/archive; collect there, or browse what waits here");
        assertThat(relayed.relayed("a.kept")).isEmpty();
        assertThat(relayed.matching("a.*")).containsExactly("a.kept");
    }
}
