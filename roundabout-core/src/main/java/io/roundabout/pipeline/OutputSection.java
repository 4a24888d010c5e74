package io.roundabout.pipeline;

import io.roundabout.outbox.BrokerAddress;
import io.roundabout.pipeline.Draft.DraftOutput;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code outputs}. */
final class OutputSection {
    private final Draft draft;
    private final Values values;

    OutputSection(Draft draft) {
        this.draft = draft;
        this.values = new Values(draft);
    }

    void read(List<Field> outputs) {
        for (Field output : outputs) {
            draft.names.declare("output", output.name(), output.place());
            draft.outputs.putIfAbsent(output.name(), output(output));
        }
    }

    private DraftOutput output(Field output) {
        Map<String, Field> given = new LinkedHashMap<>();
        for (Field field : PipelineReader.fields(output.value(), "output '" + output.name() + "'", draft.problems)) {
            if (Vocabulary.OUTPUT.takes(field.name(), field.place(), draft)) {
                given.putIfAbsent(field.name(), field);
            }
        }
        Deliver deliver = field(given, "deliver")
                .flatMap(field -> values.word(field, Vocabulary.DELIVER, Deliver.class))
                .orElse(Deliver.QUEUE);
        int maxDeliveries = field(given, "max-deliveries")
                .flatMap(field -> values.number(field, Integer.MAX_VALUE))
                .orElse(OutputRule.DEFAULT_MAX_DELIVERIES);
        Optional<String> from = field(given, "from")
                .flatMap(field -> values.text(field, "it must be the name of a stream, a join or a compute"));
        Optional<BrokerAddress> relay = field(given, "relay").flatMap(field -> relay(field, deliver));
        OutputRule rule = new OutputRule(output.name(), deliver, maxDeliveries, keeping(given, deliver), from, relay);
        Place place = field(given, "from").map(field -> field.value().place()).orElse(output.place());
        return new DraftOutput(rule, output.place(), place);
    }

    private Optional<BrokerAddress> relay(Field field, Deliver deliver) {
        if (deliver == Deliver.TOPIC) {
            draft.problems.add(
                    field.place(),
                    "'relay' sends each message to one broker, and a topic has subscribers here; leave 'deliver' out, and say"
                            + " '?capability=topic' where it is a topic there");
        }
        return values.text(field, "it must be the URL of an address at a broker, such as amqp://broker:5672/archive")
                .flatMap(text -> broker(field, text));
    }

    /** The text is not repeated where it is wrong: somebody may have put a password into it. */
    private Optional<BrokerAddress> broker(Field field, String text) {
        try {
            return Optional.of(BrokerAddress.parse(text));
        } catch (IllegalArgumentException e) {
            draft.problems.add(field.value().place(), "'relay' is no address at a broker: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Keeping keeping(Map<String, Field> given, Deliver deliver) {
        Optional<Duration> ttl = field(given, "ttl").flatMap(values::time);
        OnExpiry onExpiry = field(given, "on-expiry")
                .flatMap(field -> values.word(field, Vocabulary.ON_EXPIRY, OnExpiry.class))
                .orElse(OnExpiry.DEAD);
        Optional<Duration> retain = field(given, "retain").flatMap(values::time);
        if (!given.containsKey("ttl")) {
            field(given, "on-expiry")
                    .ifPresent(
                            field -> draft.problems.add(
                                    field.place(),
                                    "'on-expiry' is for messages past their ttl, and there is none; add 'ttl', such as 'ttl: 30d'"));
        }
        if (deliver == Deliver.QUEUE) {
            field(given, "retain")
                    .ifPresent(
                            field -> draft.problems.add(
                                    field.place(),
                                    "'retain' is for topics; say 'deliver: topic', or 'ttl' for how long a queue keeps a message"));
        }
        return new Keeping(ttl, onExpiry, retain);
    }

    private static Optional<Field> field(Map<String, Field> given, String name) {
        return Optional.ofNullable(given.get(name));
    }
}
