package io.roundabout.join;

import io.roundabout.state.DeadlineQueue;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.Names;

/**
 * A join in a state partition, during one turn.
 *
 * @param partition where its rows are
 * @param join its rules
 * @param number of the join
 * @param streams number of the stream of each input
 * @param deadlines of each input
 */
record JoinRows(HeldPartition partition, CompiledJoin join, int number, int[] streams, InputDeadlines[] deadlines) {

    static JoinRows open(HeldPartition partition, CompiledJoin join) {
        Names names = partition.names();
        int number = names.number(join.name());
        int[] streams = join.streams().stream().mapToInt(names::number).toArray();
        InputDeadlines[] deadlines = new InputDeadlines[streams.length];
        for (int i = 0; i < deadlines.length; i++) {
            deadlines[i] = new InputDeadlines(
                    new DeadlineQueue(partition.rows(), number, streams[i]),
                    join.times().get(i));
        }
        return new JoinRows(partition, join, number, streams, deadlines);
    }

    int inputs() {
        return streams.length;
    }

    /** Returns the input that takes a stream. */
    int inputOf(int stream) {
        for (int i = 0; i < streams.length; i++) {
            if (streams[i] == stream) {
                return i;
            }
        }
        throw new IllegalStateException("join '" + join.name() + "' has no input of stream " + stream + " any more");
    }
}
