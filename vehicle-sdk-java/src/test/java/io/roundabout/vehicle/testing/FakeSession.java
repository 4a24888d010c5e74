package io.roundabout.vehicle.testing;

import java.util.SortedMap;
import java.util.TreeMap;

/** What the fake hub remembers of a session. Guarded by the lock of the hub.. */
final class FakeSession {
    final String name;
    long last;
    final SortedMap<Long, String> refusals = new TreeMap<>();

    FakeSession(String name) {
        this.name = name;
    }
}
