package io.roundabout.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.roundabout.rehearsal.CaseFile.Problems;
import io.roundabout.rehearsal.Expectation.Waits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code then}. Pure functions. */
final class ThenSection {
    private static final String HELD = "held";
    private static final String IN_ORDER = "in-order";
    private static final String BODY = "body";
    private static final String DEAD = "dead/";

    private ThenSection() {}

    static Expectation read(JsonNode then, Problems problems) {
        Map<String, Waits> addresses = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> part : then.properties()) {
            if (!part.getKey().equals(HELD)) {
                addresses.put(part.getKey(), waits(part.getKey(), part.getValue(), problems));
            }
        }
        return new Expectation(addresses, Optional.ofNullable(then.get(HELD)).map(held -> held(held, problems)));
    }

    private static Waits waits(String address, JsonNode node, Problems problems) {
        JsonNode ordered = node.path(IN_ORDER);
        boolean inOrder = node.isObject() && node.size() == 1 && ordered.isArray();
        JsonNode list = inOrder ? ordered : node;
        if (!list.isArray()) {
            problems.add("'" + address + "' is no list of messages; begin each with '- ', also below 'in-order:'");
            return Waits.NOTHING;
        }
        List<ExpectedMessage> messages = new ArrayList<>();
        list.forEach(message -> messages.add(message(address, message)));
        return new Waits(messages, inOrder);
    }

    /** A mapping with a body, and what waits at {@code dead/NAME}, says more than the body. */
    private static ExpectedMessage message(String address, JsonNode node) {
        boolean isMore = node.isObject() && (node.has(BODY) || address.startsWith(DEAD));
        if (!isMore) {
            return new ExpectedMessage(Optional.of(node), Map.of());
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!property.getKey().equals(BODY)) {
                properties.put(property.getKey(), property.getValue().asText());
            }
        }
        return new ExpectedMessage(Optional.ofNullable(node.get(BODY)), properties);
    }

    private static Map<String, Long> held(JsonNode held, Problems problems) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> join : held.properties()) {
            for (Map.Entry<String, JsonNode> input : join.getValue().properties()) {
                counts.put(
                        join.getKey() + "/" + input.getKey(), input.getValue().asLong());
            }
        }
        if (counts.isEmpty() && !held.isEmpty()) {
            problems.add("'held' is " + held + "; write 'held: {JOIN: {STREAM: 1}}', or 'held: {}' for nothing");
        }
        return counts;
    }
}
