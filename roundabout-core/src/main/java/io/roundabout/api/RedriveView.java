package io.roundabout.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a step of a redrive did: the JSON of {@code POST /api/v1/redrive/NAME}.
 *
 * @param sent messages that went back, by where they went
 * @param stayed letters that stay where they are, by why
 * @param more whether there is more to do: ask again, with these {@code places}
 * @param places where the step came to
 */
public record RedriveView(
        Map<String, Long> sent, Map<String, Long> stayed, boolean more, List<RedriveRequest.Place> places) {
    public RedriveView {
        sent = new TreeMap<>(sent);
        stayed = new TreeMap<>(stayed);
        places = List.copyOf(places);
    }
}
