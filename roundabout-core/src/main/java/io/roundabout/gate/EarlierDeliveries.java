package io.roundabout.gate;

import io.roundabout.outbox.Lane;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Messages that were delivered and given back before their output's memory was released, so that their next delivery
 * still says {@code first-acquirer=false}. Bounded: beyond {@value #MOST} it forgets. Confined to the gate's event loop.
 */
final class EarlierDeliveries {
    private static final int MOST = 200_000;

    private final Map<Lane, Set<Long>> numbers = new HashMap<>();
    private int size;

    void remember(Lane lane, long number) {
        if (size < MOST && numbers.computeIfAbsent(lane, l -> new HashSet<>()).add(number)) {
            size++;
        }
    }

    /** Returns whether the message was delivered before, and forgets it. */
    boolean recall(Lane lane, long number) {
        Set<Long> ofLane = numbers.get(lane);
        if (ofLane == null || !ofLane.remove(number)) {
            return false;
        }
        size--;
        if (ofLane.isEmpty()) {
            numbers.remove(lane);
        }
        return true;
    }

    /** Forgets what left the lane without coming by. */
    void forgetBelow(Lane lane, long head) {
        Set<Long> ofLane = numbers.get(lane);
        if (ofLane != null) {
            int before = ofLane.size();
            ofLane.removeIf(number -> number < head);
            size -= before - ofLane.size();
            if (ofLane.isEmpty()) {
                numbers.remove(lane);
            }
        }
    }

    /** Forgets an address that is gone; another may have its name. */
    void forget(String address) {
        numbers.entrySet().removeIf(lane -> {
            boolean gone = lane.getKey().address().equals(address);
            size -= gone ? lane.getValue().size() : 0;
            return gone;
        });
    }
}
