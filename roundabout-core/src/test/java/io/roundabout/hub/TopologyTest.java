package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.api.TopologyView;
import io.roundabout.api.TopologyView.ComputeNode;
import io.roundabout.api.TopologyView.InputNode;
import io.roundabout.api.TopologyView.JoinNode;
import io.roundabout.api.TopologyView.OutputNode;
import io.roundabout.api.WaitingView.GroupWaiting;
import io.roundabout.api.WaitingView.JoinWaiting;
import io.roundabout.join.OldestReading;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private static final Pipeline PIPELINE = PipelineFile.parse(Map.of("p.yaml", """
            version: 1
            streams:
              orders: {key: /customer}
              customers: {key: /id}
              notes: {key: /k}
            joins:
              named: {inputs: {orders: one, customers: latest}, within: 24h, output: results}
            computes:
              turnover: {from: named, key: /customer, aggregate: "count(*) AS n"}
            outputs:
              copies: {from: orders, deliver: topic}
              archive: {from: orders, relay: "amqp://broker/archive"}
            """));

    @Test
    void saysWhoFeedsWhat() {
        TopologyView topology = Topology.of(PIPELINE);

        assertThat(topology.streams()).containsExactly("orders", "customers", "notes");
        assertThat(topology.joins())
                .containsExactly(new JoinNode(
                        "named",
                        List.of(new InputNode("orders", "one"), new InputNode("customers", "latest")),
                        "1 d 0 h"));
        assertThat(topology.computes()).containsExactly(new ComputeNode("turnover", "named"));
        assertThat(topology.outputs())
                .containsExactly(
                        new OutputNode("results", "queue", List.of("named")),
                        new OutputNode("turnover", "queue", List.of("turnover")),
                        new OutputNode("notes", "queue", List.of("notes")),
                        new OutputNode("copies", "topic", List.of("orders")),
                        new OutputNode("archive", "relay", List.of("orders")));
    }

    @Test
    void isEmptyWithoutRules() {
        assertThat(Topology.of(Pipeline.NONE)).isEqualTo(new TopologyView(List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void putsTogetherWhatPartitionsSayOfTheOldest() {
        OldestReading one = new OldestReading(List.of(waiting("b", 2_000), waiting("c", 3_000)), 7, true);
        OldestReading other = new OldestReading(List.of(waiting("a", 1_000)), 5, false);

        JoinWaiting oldest = OldestWaiting.view(
                Objects.requireNonNull(PIPELINE.joins().get("named")), List.of(one, other), 2, 61_000);

        assertThat(oldest.lookedAt()).isEqualTo(12);
        assertThat(oldest.whole()).isFalse();
        assertThat(oldest.groups()).extracting(GroupWaiting::key).containsExactly("a", "b");
        assertThat(oldest.groups().get(0))
                .isEqualTo(new GroupWaiting(
                        "a",
                        "1970-01-01T00:00:01Z",
                        60,
                        "1970-01-02T00:00:01Z",
                        Map.of("orders", 1L),
                        List.of("customers")));
    }

    private static OldestReading.Waiting waiting(String key, long sinceMillis) {
        return new OldestReading.Waiting(key.getBytes(StandardCharsets.UTF_8), sinceMillis, Map.of("orders", 1L));
    }
}
