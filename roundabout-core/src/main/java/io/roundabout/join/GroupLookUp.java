package io.roundabout.join;

import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.InputMode;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.state.HeldPartition;
import io.roundabout.state.LookUp;
import io.roundabout.state.Names;
import io.roundabout.state.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a join holds of one key: how many messages of each input, and the first and last of them. Reads one row, and
 * two for each input. The array is not copied: whoever holds it must not write to it.
 *
 * @param join name of the join
 * @param streams stream of each input, in the order declared
 * @param modes mode of each input
 * @param key UTF-8 of the key
 */
public record GroupLookUp(String join, List<String> streams, List<InputMode> modes, byte[] key)
        implements LookUp<GroupReading> {
    /** Bytes of a body that are brought along. */
    private static final int BODY_BYTES = 200;

    public GroupLookUp {
        streams = new ArrayList<>(streams);
        modes = new ArrayList<>(modes);
    }

    /** Returns the look-up of a key in a join. */
    public static GroupLookUp of(JoinRule join, byte[] key) {
        return new GroupLookUp(
                join.name(),
                join.inputs().stream().map(Input::stream).toList(),
                join.inputs().stream().map(Input::mode).toList(),
                key);
    }

    @Override
    public GroupReading in(HeldPartition partition) {
        Names names = partition.names();
        if (!names.all().containsAll(streams) || !names.all().contains(join)) {
            return new GroupReading(List.of());
        }
        int number = names.number(join);
        GroupHead head = GroupHead.read(partition.rows().get(RowKey.group(number, key)));
        List<GroupReading.InputReading> inputs = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            int stream = names.number(streams.get(i));
            GroupHead.Waiting waiting = head.of(stream);
            Place place = Place.toRead(partition, number, key, stream);
            inputs.add(new GroupReading.InputReading(
                    streams.get(i), modes.get(i), waiting.count(), first(place, waiting), last(place, waiting)));
        }
        return new GroupReading(inputs);
    }

    private static GroupReading.@Nullable Brief first(Place place, GroupHead.Waiting waiting) {
        return waiting.count() == 0 ? null : brief(place.read(waiting.first()));
    }

    private static GroupReading.@Nullable Brief last(Place place, GroupHead.Waiting waiting) {
        return waiting.count() == 0 ? null : brief(place.read(waiting.next() - 1));
    }

    private static GroupReading.Brief brief(HeldMessage message) {
        byte[] body = message.body();
        return new GroupReading.Brief(
                message.arrivedMillis(),
                message.id() == null ? null : new String(message.id(), StandardCharsets.UTF_8),
                message.format(),
                body.length,
                Arrays.copyOf(body, Math.min(body.length, BODY_BYTES)));
    }
}
