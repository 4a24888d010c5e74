package io.roundabout.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roundabout.outbox.BrokerAddress;

/** An output in the text of a pipeline. Pure functions. */
final class OutputText {
    private OutputText() {}

    static void write(OutputRule rule, ObjectNode output) {
        output.put("deliver", TextFields.word(rule.deliver())).put("max-deliveries", rule.maxDeliveries());
        TextFields.putTime(output, "ttl", rule.keeping().ttl());
        TextFields.putWord(output, "on-expiry", rule.keeping().onExpiry(), OnExpiry.DEAD);
        TextFields.putTime(output, "retain", rule.keeping().retain());
        TextFields.put(output, "from", rule.from());
        TextFields.put(output, "relay", rule.relay().map(BrokerAddress::toString));
    }

    static OutputRule read(String name, JsonNode output) {
        Keeping keeping = new Keeping(
                TextFields.time(output, "ttl"),
                TextFields.word(output, "on-expiry", OnExpiry.DEAD),
                TextFields.time(output, "retain"));
        return new OutputRule(
                name,
                TextFields.word(output, "deliver", Deliver.QUEUE),
                output.path("max-deliveries").asInt(),
                keeping,
                TextFields.text(output, "from"),
                TextFields.text(output, "relay").map(BrokerAddress::parse));
    }
}
