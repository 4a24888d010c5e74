package io.roundabout.entrance;

import java.util.Set;

/** Hears what the loop did with what an entrance stored. Implementations are thread-safe and never block. */
public interface DecisionListener {
    /** Hears nothing. */
    DecisionListener NOBODY = new DecisionListener() {
        @Override
        public void decided(Decision decision) {
            // Nobody waits for it.
        }

        @Override
        public void cursorsDone(int partition, long before) {
            // Nobody waits for it.
        }

        @Override
        public void full(Set<String> streams) {
            // Nobody pushes.
        }
    };

    /** Hears what became of a cut; decisions come in the order of the cuts. */
    void decided(Decision decision);

    /**
     * Hears that results which were owed are made: messages that {@linkplain Waits wait} for them wait no longer.
     *
     * @param partition state partition that owed them
     * @param before cursors with a smaller number are done
     */
    void cursorsDone(int partition, long before);

    /**
     * Hears which streams hold as much as they may: nothing more is read for them, and their vehicles are told {@code *hold
     * stream=S reason=quota}, until a later call leaves them out. What was framed before is still taken, at most a window of
     * each connection.
     *
     * @param streams all of them, by name
     */
    void full(Set<String> streams);
}
