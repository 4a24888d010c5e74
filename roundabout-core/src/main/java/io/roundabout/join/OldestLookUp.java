package io.roundabout.join;

import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.HeldState;
import io.roundabout.state.LookUp;
import io.roundabout.state.Names;
import io.roundabout.state.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Looks for the groups of a join that wait longest. Groups stand in the order of their keys and not of their age, so only the
 * first {@link #MOST_LOOKED_AT} are looked at, or as many as hold {@link #MOST_BYTES}; the answer says whether those were all.
 *
 * @param join name of the join
 * @param streams stream of each input, in the order declared
 * @param modes mode of each input
 * @param most groups to bring along, at least 1
 */
public record OldestLookUp(String join, List<String> streams, List<InputMode> modes, int most)
        implements LookUp<OldestReading> {
    /** Groups that are looked at in a state partition, so that a turn is not held up by a join of millions. */
    public static final int MOST_LOOKED_AT = 1_000;

    /** Bytes of messages that are read for it in a state partition: the arrival of a message stands beside its body. */
    static final long MOST_BYTES = 4 << 20;

    public OldestLookUp {
        streams = new ArrayList<>(streams);
        modes = new ArrayList<>(modes);
    }

    /** Returns the look-up of a join. */
    public static OldestLookUp of(JoinRule join, int most) {
        return new OldestLookUp(
                join.name(),
                join.inputs().stream().map(Input::stream).toList(),
                join.inputs().stream().map(Input::mode).toList(),
                most);
    }

    @Override
    public OldestReading in(HeldPartition partition) {
        Names names = partition.names();
        if (!names.all().containsAll(streams) || !names.all().contains(join)) {
            return new OldestReading(List.of(), 0, true);
        }
        return new Search(partition).oldest();
    }

    /** One search. Confined to the turn. */
    private final class Search {
        private final HeldPartition partition;
        private final int number;
        private final PriorityQueue<OldestReading.Waiting> youngestFirst = new PriorityQueue<>(
                Comparator.comparingLong(OldestReading.Waiting::sinceMillis).reversed());
        private long lookedAt;
        private long bytes;
        private boolean whole = true;

        Search(HeldPartition partition) {
            this.partition = partition;
            this.number = partition.names().number(join);
        }

        OldestReading oldest() {
            HeldState rows = partition.rows();
            Map<byte[], GroupHead> heads = new TreeMap<>(Arrays::compareUnsigned);
            rows.scan(RowKey.groups(number), (row, head) -> {
                whole = heads.size() < MOST_LOOKED_AT;
                if (whole) {
                    heads.put(RowKey.keyOfGroup(row), GroupHead.read(head));
                }
                return whole;
            });
            for (Map.Entry<byte[], GroupHead> head : heads.entrySet()) {
                if (bytes >= MOST_BYTES) {
                    whole = false;
                    break;
                }
                lookedAt++;
                look(head.getKey(), head.getValue());
            }
            return new OldestReading(List.copyOf(youngestFirst), lookedAt, whole);
        }

        private void look(byte[] key, GroupHead head) {
            long since = Long.MAX_VALUE;
            Map<String, Long> held = new TreeMap<>();
            for (int i = 0; i < streams.size(); i++) {
                int stream = partition.names().number(streams.get(i));
                GroupHead.Waiting waiting = head.of(stream);
                if (waiting.count() > 0) {
                    held.put(streams.get(i), waiting.count());
                    // A message in force waits for nothing.
                    since = modes.get(i) == InputMode.LATEST
                            ? since
                            : Math.min(since, arrival(key, stream, waiting.first()));
                }
            }
            if (since != Long.MAX_VALUE) {
                youngestFirst.add(new OldestReading.Waiting(key, since, held));
                if (youngestFirst.size() > most) {
                    youngestFirst.remove();
                }
            }
        }

        private long arrival(byte[] key, int stream, long sequence) {
            HeldMessage message = Place.toRead(partition, number, key, stream).read(sequence);
            bytes += message.body().length;
            return message.arrivedMillis();
        }
    }
}
