package io.roundabout.gate;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts since the gate was opened. Thread-safe. */
public final class GateCounts {
    private final Map<GateEvent, LongAdder> counts = new EnumMap<>(GateEvent.class);

    GateCounts() {
        for (GateEvent event : GateEvent.values()) {
            counts.put(event, new LongAdder());
        }
    }

    /** Returns how often {@code event} happened. */
    public long of(GateEvent event) {
        return adder(event).sum();
    }

    void add(GateEvent event) {
        adder(event).increment();
    }

    private LongAdder adder(GateEvent event) {
        LongAdder adder = counts.get(event);
        if (adder == null) {
            throw new IllegalArgumentException("not counted: " + event);
        }
        return adder;
    }
}
