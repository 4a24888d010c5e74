package io.roundabout.join;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The groups of a join that wait longest, among those that were looked at.
 *
 * @param groups in any order
 * @param lookedAt groups that were looked at
 * @param whole whether those were all
 */
public record OldestReading(List<Waiting> groups, long lookedAt, boolean whole) implements Serializable {
    public OldestReading {
        groups = new ArrayList<>(groups);
    }

    /**
     * A group of which a message waits that a result would use up. The array is not copied: whoever holds it must not write to
     * it.
     *
     * @param key UTF-8 of its key
     * @param sinceMillis hub time at which the first of them arrived, milliseconds since 1970
     * @param held messages that it holds, by stream; those in force too
     */
    public record Waiting(byte[] key, long sinceMillis, Map<String, Long> held) implements Serializable {
        public Waiting {
            held = new TreeMap<>(held);
        }
    }
}
