package io.roundabout.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.SubscriptionRequest.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A random history of a topic, and what each subscription must hold by a model that is too simple to be wrong. */
final class TopicHistory {
    private final Random random;
    private final TestingTopic topic = new TestingTopic();
    private final TreeMap<String, TreeMap<Long, String>> expected = new TreeMap<>();
    private long made;

    TopicHistory(Random random) {
        this.random = random;
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            String address = random.nextBoolean() ? TestingTopic.ADA : TestingTopic.BOB;
            switch (random.nextInt(8)) {
                case 0 -> begin(address);
                case 1 -> end(address);
                case 2, 3 -> settle(address);
                case 4 -> topic.turn();
                default -> make();
            }
            if (random.nextInt(10) == 0) {
                topic.pass(Duration.ofHours(30));
            }
        }
        topic.turn();
        expected.forEach((address, held) -> assertThat(topic.bodies(address)).containsExactlyElementsOf(held.values()));
    }

    /** Only before anything else of a turn; so each begins with one. */
    private void begin(String address) {
        topic.turn();
        if (!expected.containsKey(address)) {
            topic.subscribe(address, Start.NEW);
            expected.put(address, new TreeMap<>());
        }
    }

    private void end(String address) {
        topic.turn();
        if (random.nextInt(4) == 0 && expected.remove(address) != null) {
            topic.ask(SubscriptionRequest.end(address));
        }
    }

    private void settle(String address) {
        topic.turn();
        TreeMap<Long, String> held = expected.get(address);
        if (held == null || held.isEmpty()) {
            return;
        }
        List<Long> numbers = new ArrayList<>(held.keySet());
        long first = numbers.get(random.nextInt(numbers.size()));
        long last = first + random.nextInt(5);
        switch (random.nextInt(3)) {
            case 0 -> topic.fail(address, first);
            case 1 -> {
                topic.reject(address, first);
                held.remove(first);
            }
            default -> {
                topic.accept(address, first, last);
                held.subMap(first, true, last, true).clear();
            }
        }
    }

    private void make() {
        String body = "m" + made;
        topic.make("k" + random.nextInt(5), body);
        expected.values().forEach(held -> held.put(made, body));
        made++;
    }
}
