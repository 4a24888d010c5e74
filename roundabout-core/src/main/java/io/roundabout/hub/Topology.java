package io.roundabout.hub;

import io.roundabout.api.Ages;
import io.roundabout.api.TopologyView;
import io.roundabout.api.TopologyView.ComputeNode;
import io.roundabout.api.TopologyView.InputNode;
import io.roundabout.api.TopologyView.JoinNode;
import io.roundabout.api.TopologyView.OutputNode;
import io.roundabout.pipeline.Deliver;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.OutputRule;
import io.roundabout.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says who feeds what by the rules of a pipeline. Pure functions. */
final class Topology {
    private Topology() {}

    static TopologyView of(Pipeline pipeline) {
        return new TopologyView(
                List.copyOf(pipeline.streams().keySet()),
                pipeline.joins().values().stream().map(Topology::join).toList(),
                pipeline.computes().values().stream()
                        .map(compute -> new ComputeNode(compute.name(), compute.from()))
                        .toList(),
                outputs(pipeline));
    }

    private static JoinNode join(JoinRule join) {
        return new JoinNode(
                join.name(),
                join.inputs().stream()
                        .map(input -> new InputNode(input.stream(), word(input.mode())))
                        .toList(),
                join.ending().within().map(Ages::text).orElse(null));
    }

    private static List<OutputNode> outputs(Pipeline pipeline) {
        Map<String, List<String>> feeders = new LinkedHashMap<>();
        pipeline.joins().values().forEach(join -> feed(feeders, join.output(), join.name()));
        pipeline.computes().keySet().forEach(compute -> feed(feeders, compute, compute));
        pipeline.streams().keySet().stream()
                .filter(pipeline::isMailbox)
                .forEach(stream -> feed(feeders, stream, stream));
        for (OutputRule output : pipeline.outputs().values()) {
            output.from().ifPresent(from -> feed(feeders, output.name(), from));
        }
        return feeders.entrySet().stream()
                .map(output -> new OutputNode(output.getKey(), deliver(pipeline, output.getKey()), output.getValue()))
                .toList();
    }

    private static void feed(Map<String, List<String>> feeders, String output, String from) {
        feeders.computeIfAbsent(output, name -> new ArrayList<>()).add(from);
    }

    private static String deliver(Pipeline pipeline, String output) {
        OutputRule rule = pipeline.outputs().get(output);
        if (rule != null && rule.relay().isPresent()) {
            return "relay";
        }
        return word(rule == null ? Deliver.QUEUE : rule.deliver());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
