package io.roundabout.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What recording vehicles saw, written down as it happens. Inputs and results are their exact text; every expected result
 * is unique. {@link #verdict} is valid once everything was collected. Thread-safe.
 */
public final class History {
    private final Set<String> attempted = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, Set<String>> expected = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final Map<String, Set<String>> ids = new TreeMap<>();
    private final List<String> changed = new ArrayList<>();
    private long deliveries;

    /** Notes that {@code body} is the result of {@code inputs}: it must come if all were acknowledged. */
    public synchronized void expect(String body, Collection<String> inputs) {
        expected.put(body, Set.copyOf(inputs));
    }

    /** Notes that an input is about to be sent. */
    public synchronized void attempted(String input) {
        attempted.add(input);
    }

    /** Notes that the hub acknowledged an input. */
    public synchronized void acknowledged(String input) {
        acknowledged.add(input);
    }

    /** Notes a delivery. */
    public synchronized void collected(String messageId, String body) {
        deliveries++;
        String before = bodies.putIfAbsent(messageId, body);
        if (before != null && !before.equals(body)) {
            changed.add(messageId + ": " + before + " became " + body);
        }
        ids.computeIfAbsent(body, key -> new HashSet<>()).add(messageId);
    }

    /** Returns how many different results were collected. */
    public synchronized int distinct() {
        return ids.size();
    }

    /** Returns how many expected results have all their inputs acknowledged. */
    public synchronized long due() {
        return expected.values().stream().filter(acknowledged::containsAll).count();
    }

    /** Judges. */
    public synchronized Verdict verdict() {
        List<String> lost = expected.entrySet().stream()
                .filter(result -> acknowledged.containsAll(result.getValue()) && !ids.containsKey(result.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        List<String> invented = ids.keySet().stream()
                .filter(body -> !attempted.containsAll(expected.getOrDefault(body, Set.of("a result of nothing"))))
                .toList();
        List<String> doubled = ids.entrySet().stream()
                .filter(result -> result.getValue().size() > 1)
                .map(result -> result.getKey() + " as " + result.getValue())
                .toList();
        return new Verdict(lost, invented, doubled, List.copyOf(changed), deliveries - bodies.size());
    }

    /**
     * What was wrong, if anything.
     *
     * @param lost results that never came although all their inputs were acknowledged
     * @param invented results that no attempted inputs explain
     * @param doubled results that came under more than one message id
     * @param changed message ids that came with different bytes
     * @param redeliveries deliveries of a message id after its first; allowed
     */
    public record Verdict(
            List<String> lost, List<String> invented, List<String> doubled, List<String> changed, long redeliveries) {
        /** Returns whether nothing was wrong. */
        public boolean isClean() {
            return lost.isEmpty() && invented.isEmpty() && doubled.isEmpty() && changed.isEmpty();
        }
    }
}
