package com.acme;

import io.roundabout.rule.GroupMessage;
import io.roundabout.rule.GroupRule;
import io.roundabout.rule.MessageGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** An order has left the house when each of its parcels was scanned; a parcel that is scanned twice is one parcel. */
public final class Parcels implements GroupRule {
    @Override
    public Optional<byte[]> judge(MessageGroup group) {
        List<GroupMessage> orders = group.messages("orders");
        TreeSet<String> scanned = new TreeSet<>();
        for (GroupMessage scan : group.messages("scans")) {
            scanned.add(scan.value("/parcel").orElseThrow());
        }
        if (orders.isEmpty() || scanned.isEmpty()) {
            return Optional.empty();
        }
        // An order whose 'parcels' is no number is a dead letter 'rule-failed', with its scans; other orders go on.
        int wanted = Integer.parseInt(orders.get(0).value("/parcels").orElse("1"));
        if (scanned.size() < wanted && !group.isOver()) {
            return Optional.empty();
        }
        String result = "{\"order\":\"%s\",\"parcels\":%d,\"missing\":%d}"
                .formatted(group.key(), scanned.size(), Math.max(0, wanted - scanned.size()));
        return Optional.of(result.getBytes(StandardCharsets.UTF_8));
    }
}
