package io.roundabout.join;

import io.roundabout.state.DeadlineQueue;
import io.roundabout.state.DeadlineQueue.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one input of a join during a turn. Where no rule sets one nothing is entered and nothing is due, but what
 * was entered under other rules is still taken out. Confined to the turn.
 */
final class InputDeadlines {
    private final DeadlineQueue queue;
    private final TimeRule rule;

    InputDeadlines(DeadlineQueue queue, TimeRule rule) {
        this.queue = queue;
        this.rule = rule;
    }

    /** Returns the number of the entry of a message that is held from now on, or {@link HeldMessage#NO_ENTRY}. */
    long enter(HeldMessage message, long sequence, byte[] key) {
        return rule.isSet() ? queue.add(new Entry(message.arrivedMillis(), sequence, key)) : HeldMessage.NO_ENTRY;
    }

    /** Takes an entry out, if it is one. */
    void withdraw(long entry) {
        if (entry != HeldMessage.NO_ENTRY) {
            queue.remove(entry);
        }
    }

    /** Returns when the first message is due, or a time before that, milliseconds since 1970; {@link TimeRule#NEVER} if none. */
    long dueMillis() {
        return !rule.isSet() || queue.isEmpty() ? TimeRule.NEVER : rule.dueMillis(queue.sinceMillis());
    }

    /** Returns the first message if it is due; null if it is not, or a later turn is to look. */
    @Nullable
    Entry firstDue(long nowMillis) {
        Entry first = queue.first();
        return first != null && rule.dueMillis(first.arrivedMillis()) <= nowMillis ? first : null;
    }

    void flush() {
        queue.flush();
    }
}
