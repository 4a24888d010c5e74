package io.roundabout.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What waits at an address: the JSON of {@code GET /api/v1/peek/ADDRESS} and {@code GET /api/v1/dead/NAME}.
 *
 * @param address the address
 * @param waiting messages that wait there
 * @param lookedAt messages that were looked at, oldest first: not all, where very many wait
 * @param reasons of the messages that were looked at and asked for, how many there are by the reason of a dead letter; empty
 *     where there are none
 * @param messages the oldest that were asked for
 */
public record PeekView(
        String address, long waiting, long lookedAt, Map<String, Long> reasons, List<MessageView> messages) {
    public PeekView {
        reasons = new TreeMap<>(reasons);
        messages = List.copyOf(messages);
    }
}
