package io.roundabout.join;

import io.roundabout.join.JoinHarness.Arrival;
import io.roundabout.pipeline.Completion;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.Otherwise;
import io.roundabout.state.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a join is to do, written down as the contract says it and without regard to turns, rows or time it takes: everything
 * is in lists, and everything is done at once.
 */
final class JoinOracle {
    private final JoinRule rule;
    private final Map<String, Duration> ttls;
    private final Predicate<Map<String, List<String>>> when;
    private final Map<String, Map<String, List<Message>>> groups = new TreeMap<>();
    private final List<String> made = new ArrayList<>();
    private final List<String> letters = new ArrayList<>();
    private final Map<String, Map<Counter, Long>> counts = new TreeMap<>();
    private long nowMillis;
    private int arrivals;

    private static final class Message {
        private final String stream;
        private final String key;
        private final String body;
        private final long arrivedMillis;
        private final int number;
        private boolean used;

        Message(Arrival arrival, long arrivedMillis, int number) {
            stream = arrival.stream();
            key = arrival.key();
            body = arrival.body();
            this.arrivedMillis = arrivedMillis;
            this.number = number;
        }
    }

    /** @param when judges the bodies in front, by stream, where the rule says so */
    JoinOracle(JoinRule rule, Map<String, Duration> ttls, Predicate<Map<String, List<String>>> when) {
        this.rule = rule;
        this.ttls = ttls;
        this.when = when;
    }

    JoinHarness.Ending run(List<Arrival> script) {
        int at = 0;
        while (at < script.size()) {
            Arrival first = script.get(at);
            int end = at + 1;
            while (end < script.size() && first.batch() != 0 && script.get(end).batch() == first.batch()) {
                end++;
            }
            if (first.isTime()) {
                nowMillis += first.after().toMillis();
                expire();
            } else {
                take(script.subList(at, end));
            }
            at = end;
        }
        return ending();
    }

    private void take(List<Arrival> together) {
        Set<String> touched = new LinkedHashSet<>();
        for (Arrival arrival : together) {
            List<Message> waiting = waiting(arrival.key(), arrival.stream());
            count(arrival.stream(), Counter.IN);
            if (mode(arrival.stream()) == InputMode.LATEST && !waiting.isEmpty()) {
                waiting.clear();
                count(arrival.stream(), Counter.SUPERSEDED);
            }
            waiting.add(new Message(arrival, nowMillis, arrivals++));
            touched.add(arrival.key());
        }
        touched.forEach(this::judge);
    }

    private void judge(String key) {
        while (isComplete(front(key))) {
            make(key);
        }
    }

    private boolean isComplete(Map<String, List<Message>> front) {
        boolean started = front.keySet().stream().anyMatch(stream -> mode(stream) != InputMode.LATEST);
        Completion completion = rule.ending().completion();
        if (completion instanceof Completion.When) {
            Map<String, List<String>> bodies = new LinkedHashMap<>();
            front.forEach((stream, messages) -> bodies.put(
                    stream, messages.stream().map(message -> message.body).toList()));
            return started && when.test(bodies);
        }
        int needed = completion instanceof Completion.All
                ? rule.inputs().size()
                : completion instanceof Completion.AtLeast atLeast ? atLeast.inputs() : 1;
        return started && front.size() >= needed;
    }

    private void make(String key) {
        StringBuilder body = new StringBuilder("{\"key\":\"" + key + "\"");
        front(key).forEach((stream, messages) -> {
            String list = messages.stream().map(message -> message.body).collect(Collectors.joining(","));
            body.append(",\"" + stream + "\":" + (mode(stream) == InputMode.ALL ? "[" + list + "]" : list));
            messages.forEach(message -> message.used = true);
            end(key, stream, messages, Counter.USED);
        });
        made.add(body + "}");
    }

    private void end(String key, String stream, List<Message> messages, Counter counter) {
        if (mode(stream) != InputMode.LATEST) {
            waiting(key, stream).removeAll(messages);
            messages.forEach(message -> count(stream, counter));
        }
    }

    /** Ends what is due, the earliest first. */
    private void expire() {
        List<Message> due = due();
        while (!due.isEmpty()) {
            Message first = due.get(0);
            long ttl = ttl(first);
            long within = within(first);
            if (within <= ttl) {
                timeout(first.key);
            } else {
                waiting(first.key, first.stream).remove(first);
                bury(first, first.used);
            }
            judge(first.key);
            due = due();
        }
    }

    private void timeout(String key) {
        Otherwise otherwise = rule.ending().otherwise();
        if (otherwise == Otherwise.PARTIAL) {
            make(key);
            return;
        }
        front(key).forEach((stream, messages) -> {
            if (mode(stream) != InputMode.LATEST) {
                waiting(key, stream).removeAll(messages);
                messages.forEach(message -> bury(message, otherwise == Otherwise.DROP));
            }
        });
    }

    private void bury(Message message, boolean silently) {
        count(message.stream, silently ? Counter.DROPPED : Counter.EXPIRED);
        if (!silently) {
            letters.add("{\"key\":\"" + message.key + "\", " + message.stream + " " + message.body + " expired}");
        }
    }

    private List<Message> due() {
        return groups.values().stream()
                .flatMap(group -> group.values().stream())
                .flatMap(List::stream)
                .filter(message -> dueMillis(message) <= nowMillis)
                .sorted(Comparator.comparing(this::dueMillis).thenComparing(message -> message.number))
                .toList();
    }

    private long dueMillis(Message message) {
        long time = Math.min(ttl(message), within(message));
        return time == Long.MAX_VALUE ? time : message.arrivedMillis + time;
    }

    private long within(Message message) {
        return mode(message.stream) == InputMode.LATEST
                ? Long.MAX_VALUE
                : rule.ending().within().map(Duration::toMillis).orElse(Long.MAX_VALUE);
    }

    private long ttl(Message message) {
        Duration ttl = ttls.get(message.stream);
        return ttl == null ? Long.MAX_VALUE : ttl.toMillis();
    }

    /** Returns what stands in front, of inputs that have a message. */
    private Map<String, List<Message>> front(String key) {
        Map<String, List<Message>> front = new LinkedHashMap<>();
        for (Input input : rule.inputs()) {
            List<Message> waiting = waiting(key, input.stream());
            if (!waiting.isEmpty()) {
                int count = input.mode() == InputMode.ALL ? waiting.size() : 1;
                front.put(input.stream(), List.copyOf(waiting.subList(0, count)));
            }
        }
        return front;
    }

    private List<Message> waiting(String key, String stream) {
        return groups.computeIfAbsent(key, group -> new TreeMap<>())
                .computeIfAbsent(stream, input -> new ArrayList<>());
    }

    private InputMode mode(String stream) {
        return rule.inputs().stream()
                .filter(input -> input.stream().equals(stream))
                .findFirst()
                .orElseThrow()
                .mode();
    }

    private void count(String stream, Counter counter) {
        counts.computeIfAbsent(rule.name() + "/" + stream, input -> new EnumMap<>(Counter.class))
                .merge(counter, 1L, Long::sum);
    }

    private JoinHarness.Ending ending() {
        Map<String, List<String>> held = new TreeMap<>();
        groups.forEach((key, group) -> group.forEach((stream, messages) -> messages.forEach(message -> {
            held.computeIfAbsent(rule.name() + "/" + stream + " " + key, input -> new ArrayList<>())
                    .add(message.body);
            count(stream, Counter.HELD);
        })));
        Map<String, List<String>> results = new TreeMap<>(Map.of(rule.output(), made, "dead/" + rule.name(), letters));
        results.forEach((address, bodies) -> {
            if (!bodies.isEmpty()) {
                counts.put(address, Map.of(Counter.MADE, (long) bodies.size()));
            }
        });
        letters.sort(Comparator.naturalOrder());
        return new JoinHarness.Ending(results, held, counts);
    }
}
